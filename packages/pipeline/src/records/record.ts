export type { PublicRecord, PublicRecords, RecordValue } from "@openbeat/schema/domain";
