-- Surveys: what was asked, how each wave was held, and the twelve months up to a period, over which small groups are pooled.

-- AlterEnum
ALTER TYPE "observation_flag" ADD VALUE 'COMPLEMENT_UNRELIABLE';

-- AlterEnum
ALTER TYPE "period_grain" ADD VALUE 'rolling_year';

-- CreateTable
CREATE TABLE "survey_instrument" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "dataset_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "permission" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "survey_instrument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_construct" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "dataset_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "description" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "survey_construct_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_item" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "dataset_id" INTEGER NOT NULL,
    "construct_id" INTEGER,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "base" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "survey_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "survey_wording" (
    "item_id" INTEGER NOT NULL,
    "instrument_id" INTEGER NOT NULL,
    "wording" JSONB NOT NULL,
    "scale" JSONB NOT NULL,
    "reversed" BOOLEAN NOT NULL,
    "series" INTEGER NOT NULL,
    "change" JSONB,
    "position" INTEGER NOT NULL,

    CONSTRAINT "survey_wording_pkey" PRIMARY KEY ("item_id","instrument_id")
);

-- CreateTable
CREATE TABLE "survey_wave" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "dataset_id" INTEGER NOT NULL,
    "instrument_id" INTEGER NOT NULL,
    "period_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "field_from" DATE NOT NULL,
    "field_to" DATE NOT NULL,
    "sample_design" TEXT NOT NULL,
    "series" INTEGER NOT NULL,
    "method" JSONB NOT NULL,
    "weighting" JSONB NOT NULL,
    "reliability" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "survey_wave_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "survey_instrument_release_id_idx" ON "survey_instrument"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_instrument_dataset_id_code_key" ON "survey_instrument"("dataset_id", "code");

-- CreateIndex
CREATE INDEX "survey_construct_release_id_idx" ON "survey_construct"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_construct_dataset_id_code_key" ON "survey_construct"("dataset_id", "code");

-- CreateIndex
CREATE INDEX "survey_item_release_id_idx" ON "survey_item"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_item_dataset_id_code_key" ON "survey_item"("dataset_id", "code");

-- CreateIndex
CREATE INDEX "survey_wording_instrument_id_idx" ON "survey_wording"("instrument_id");

-- CreateIndex
CREATE INDEX "survey_wave_release_id_idx" ON "survey_wave"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_wave_dataset_id_code_key" ON "survey_wave"("dataset_id", "code");

-- AddForeignKey
ALTER TABLE "survey_instrument" ADD CONSTRAINT "survey_instrument_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_instrument" ADD CONSTRAINT "survey_instrument_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_construct" ADD CONSTRAINT "survey_construct_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_construct" ADD CONSTRAINT "survey_construct_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_item" ADD CONSTRAINT "survey_item_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_item" ADD CONSTRAINT "survey_item_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_item" ADD CONSTRAINT "survey_item_construct_id_fkey" FOREIGN KEY ("construct_id") REFERENCES "survey_construct"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_wording" ADD CONSTRAINT "survey_wording_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "survey_item"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_wording" ADD CONSTRAINT "survey_wording_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "survey_instrument"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_wave" ADD CONSTRAINT "survey_wave_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_wave" ADD CONSTRAINT "survey_wave_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_wave" ADD CONSTRAINT "survey_wave_instrument_id_fkey" FOREIGN KEY ("instrument_id") REFERENCES "survey_instrument"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "survey_wave" ADD CONSTRAINT "survey_wave_period_id_fkey" FOREIGN KEY ("period_id") REFERENCES "period"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say. As with every row that names its release: the key waits for the seal, and nothing is added after it, changed or removed.
ALTER TABLE survey_instrument ALTER CONSTRAINT survey_instrument_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE survey_construct ALTER CONSTRAINT survey_construct_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE survey_item ALTER CONSTRAINT survey_item_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE survey_wave ALTER CONSTRAINT survey_wave_release_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- What rests on answers is never told without how many there were and how sure it is.
ALTER TABLE observation
  ADD CONSTRAINT observation_of_answers_is_whole CHECK (
    num_nonnulls(n, n_effective) = 0 OR num_nonnulls(n, n_effective, lower, upper, interval_level, interval_method) = 6),
  ADD CONSTRAINT observation_estimated_has_an_interval CHECK (status <> 'AVAILABLE' OR NOT (flags @> ARRAY['ESTIMATED']::observation_flag[]) OR lower IS NOT NULL),
  ADD CONSTRAINT observation_lies_in_its_interval CHECK (n IS NULL OR (n > 0 AND n_effective > 0 AND lower <= value AND value <= upper));

ALTER TABLE survey_instrument ADD CONSTRAINT survey_instrument_json_is_an_object CHECK (jsonb_typeof(title) = 'object' AND jsonb_typeof(permission) = 'object');
ALTER TABLE survey_construct ADD CONSTRAINT survey_construct_json_is_an_object CHECK (jsonb_typeof(title) = 'object' AND jsonb_typeof(description) = 'object');
ALTER TABLE survey_item ADD CONSTRAINT survey_item_json_is_an_object CHECK (jsonb_typeof(title) = 'object' AND jsonb_typeof(base) = 'object');
ALTER TABLE survey_wording ADD CONSTRAINT survey_wording_json_is_an_object CHECK (
  jsonb_typeof(wording) = 'object' AND jsonb_typeof(scale) = 'object' AND (change IS NULL OR jsonb_typeof(change) = 'object'));
ALTER TABLE survey_wave
  ADD CONSTRAINT survey_wave_json_is_an_object CHECK (
    jsonb_typeof(title) = 'object' AND jsonb_typeof(method) = 'object' AND jsonb_typeof(weighting) = 'object' AND jsonb_typeof(reliability) = 'object'),
  ADD CONSTRAINT survey_wave_runs_forward CHECK (field_from <= field_to),
  ADD CONSTRAINT survey_wave_design_is_known CHECK (sample_design IN ('probability', 'nonprobability_quota', 'opt_in', 'census_of_contacts'));

CREATE TRIGGER survey_instrument_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "survey_instrument" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER survey_construct_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "survey_construct" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER survey_item_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "survey_item" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER survey_wording_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "survey_wording" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER survey_wave_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "survey_wave" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER survey_instrument_is_in_time AFTER INSERT ON survey_instrument REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER survey_construct_is_in_time AFTER INSERT ON survey_construct REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER survey_item_is_in_time AFTER INSERT ON survey_item REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER survey_wave_is_in_time AFTER INSERT ON survey_wave REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER survey_wording_is_in_time AFTER INSERT ON survey_wording REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT i.release_id FROM added JOIN survey_item i ON i.id = added.item_id');

CREATE CONSTRAINT TRIGGER survey_instrument_is_sealed_with_its_release AFTER INSERT ON survey_instrument DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER survey_construct_is_sealed_with_its_release AFTER INSERT ON survey_construct DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER survey_item_is_sealed_with_its_release AFTER INSERT ON survey_item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER survey_wave_is_sealed_with_its_release AFTER INSERT ON survey_wave DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();

CREATE TRIGGER survey_instrument_keeps_to_its_own AFTER INSERT ON survey_instrument REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN dataset d ON d.id = added.dataset_id WHERE d.release_id <> added.release_id');
CREATE TRIGGER survey_construct_keeps_to_its_own AFTER INSERT ON survey_construct REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN dataset d ON d.id = added.dataset_id WHERE d.release_id <> added.release_id');
CREATE TRIGGER survey_item_keeps_to_its_own AFTER INSERT ON survey_item REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN dataset d ON d.id = added.dataset_id LEFT JOIN survey_construct c ON c.id = added.construct_id
    WHERE d.release_id <> added.release_id OR c.dataset_id <> added.dataset_id');
CREATE TRIGGER survey_wave_keeps_to_its_own AFTER INSERT ON survey_wave REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN dataset d ON d.id = added.dataset_id JOIN survey_instrument i ON i.id = added.instrument_id
    WHERE d.release_id <> added.release_id OR i.dataset_id <> added.dataset_id');
CREATE TRIGGER survey_wording_keeps_to_its_own AFTER INSERT ON survey_wording REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN survey_item i ON i.id = added.item_id JOIN survey_instrument v ON v.id = added.instrument_id
    WHERE i.dataset_id <> v.dataset_id');

GRANT SELECT ON survey_instrument, survey_construct, survey_item, survey_wording, survey_wave TO openbeat_publisher, openbeat_reader;
GRANT INSERT ON survey_instrument, survey_construct, survey_item, survey_wording, survey_wave TO openbeat_publisher;
GRANT USAGE ON SEQUENCE survey_instrument_id_seq, survey_construct_id_seq, survey_item_id_seq, survey_wave_id_seq TO openbeat_publisher;
