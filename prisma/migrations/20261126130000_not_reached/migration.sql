-- Times that are worked out from waits, which may lie beyond all that was seen.

-- AlterEnum
ALTER TYPE "observation_flag" ADD VALUE 'NOT_REACHED';
