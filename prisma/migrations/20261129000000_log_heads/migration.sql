-- The head of the steward's log as each release was published: a log that was altered, cut or begun anew since then does not hold it.

-- CreateTable
CREATE TABLE "log_head" (
    "release_id" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "log_head_pkey" PRIMARY KEY ("release_id")
);

-- AddForeignKey
ALTER TABLE "log_head" ADD CONSTRAINT "log_head_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say. As with every row that names its release: the key waits for the seal, and nothing is added after it, changed or removed.
ALTER TABLE log_head ALTER CONSTRAINT log_head_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE log_head ADD CONSTRAINT log_head_is_a_hash CHECK (seq > 0 AND sha256 ~ '^[0-9a-f]{64}$');
CREATE TRIGGER log_head_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "log_head" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_head_is_in_time AFTER INSERT ON log_head REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE CONSTRAINT TRIGGER log_head_is_sealed_with_its_release AFTER INSERT ON log_head DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
GRANT SELECT ON log_head TO openbeat_publisher, openbeat_reader;
GRANT INSERT ON log_head TO openbeat_publisher;
