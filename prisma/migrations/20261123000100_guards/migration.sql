-- What Prisma cannot say: deferred keys, checks, triggers and roles.

-- A release is sealed by its own row, which is written last, in the same transaction as all that it owns. Until then its children
-- point at a row that is still to come, so their keys are checked at the commit.

ALTER TABLE agency ALTER CONSTRAINT agency_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE area ALTER CONSTRAINT area_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE code_list ALTER CONSTRAINT code_list_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE correction ALTER CONSTRAINT correction_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE dataset ALTER CONSTRAINT dataset_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE geography_level ALTER CONSTRAINT geography_level_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE measure ALTER CONSTRAINT measure_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE population ALTER CONSTRAINT population_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE published_table ALTER CONSTRAINT published_table_release_id_fkey DEFERRABLE INITIALLY DEFERRED;

-- Nothing may be said about a hidden cell, and a shown one is a finite number.
ALTER TABLE observation
  ADD CONSTRAINT observation_hidden_has_no_figure CHECK (
    status = 'AVAILABLE' OR num_nonnulls(value, numerator, denominator, n, n_effective, lower, upper, interval_level, interval_method) = 0),
  ADD CONSTRAINT observation_shown_is_a_number CHECK (
    status <> 'AVAILABLE' OR (value IS NOT NULL AND value > '-Infinity' AND value < 'Infinity')),
  ADD CONSTRAINT observation_interval_is_whole CHECK (
    num_nonnulls(lower, upper, interval_level, interval_method) IN (0, 4) AND (lower IS NULL OR lower <= upper)),
  ADD CONSTRAINT observation_codes_are_given CHECK (array_position(codes, NULL) IS NULL AND array_position(flags, NULL) IS NULL);

ALTER TABLE release
  ADD CONSTRAINT release_version_is_semantic CHECK (version ~ '^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$'),
  ADD CONSTRAINT release_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$');
ALTER TABLE published_table
  ADD CONSTRAINT published_table_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT published_table_counts_agree CHECK (0 <= suppressed_count AND suppressed_count <= row_count);
ALTER TABLE boundary ADD CONSTRAINT boundary_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$');
ALTER TABLE population ADD CONSTRAINT population_is_not_negative CHECK (residents >= 0);
ALTER TABLE period ADD CONSTRAINT period_runs_forward CHECK ("start" <= "end");
ALTER TABLE correction ADD CONSTRAINT correction_kind_is_known CHECK (kind IN ('scheduled', 'revision', 'correction', 'withdrawal'));

-- Released rows are for ever.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Released rows are never changed or removed (% of %). Publish a new release instead.', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

-- A sealed release takes nothing more. The argument is the query that finds the releases of the added rows.
CREATE FUNCTION refuse_late_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  late boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM release r WHERE r.id IN (%s))', TG_ARGV[0]) INTO late;
  IF late THEN
    RAISE EXCEPTION 'This release is sealed: no row can be added to % any more. Publish a new release instead.', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER agency_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "agency" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER area_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "area" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER boundary_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "boundary" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER code_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "code" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER code_list_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "code_list" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER correction_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "correction" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dataset_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "dataset" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dimension_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "dimension" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER geography_level_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "geography_level" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER grouping_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "grouping" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER measure_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "measure" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER observation_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "observation" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "period" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER population_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "population" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER published_table_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "published_table" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER release_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "release" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER table_measure_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "table_measure" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER agency_is_in_time AFTER INSERT ON agency REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER area_is_in_time AFTER INSERT ON area REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER code_list_is_in_time AFTER INSERT ON code_list REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER correction_is_in_time AFTER INSERT ON correction REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER dataset_is_in_time AFTER INSERT ON dataset REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER geography_level_is_in_time AFTER INSERT ON geography_level REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER measure_is_in_time AFTER INSERT ON measure REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER population_is_in_time AFTER INSERT ON population REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER published_table_is_in_time AFTER INSERT ON published_table REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE TRIGGER code_is_in_time AFTER INSERT ON "code" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT l.release_id FROM added JOIN code_list l ON l.id = added.code_list_id');
CREATE TRIGGER dimension_is_in_time AFTER INSERT ON "dimension" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT t.release_id FROM added JOIN published_table t ON t.id = added.table_id');
CREATE TRIGGER grouping_is_in_time AFTER INSERT ON "grouping" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT t.release_id FROM added JOIN published_table t ON t.id = added.table_id');
CREATE TRIGGER table_measure_is_in_time AFTER INSERT ON "table_measure" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT t.release_id FROM added JOIN published_table t ON t.id = added.table_id');
CREATE TRIGGER observation_is_in_time AFTER INSERT ON "observation" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT t.release_id FROM (SELECT DISTINCT table_id FROM added) a JOIN published_table t ON t.id = a.table_id');

-- Who may do what. Roles belong to the whole server, so another hub's database may have made them already.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['openbeat_publisher', 'openbeat_reader'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO openbeat_publisher, openbeat_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO openbeat_publisher, openbeat_reader;
GRANT INSERT ON
  agency, area, boundary, code, code_list, correction, dataset, dimension, geography_level, "grouping", measure, observation, period, population, published_table, release, table_measure
  TO openbeat_publisher;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO openbeat_publisher;
