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

-- A text is an object by language, and so is every other JSON an object: no bare number, no list.
ALTER TABLE release ADD CONSTRAINT release_json_is_an_object CHECK (jsonb_typeof(hub) = 'object' AND jsonb_typeof(manifest) = 'object' AND jsonb_typeof(certificate) = 'object');
ALTER TABLE agency ADD CONSTRAINT agency_json_is_an_object CHECK (jsonb_typeof(name) = 'object');
ALTER TABLE geography_level ADD CONSTRAINT geography_level_json_is_an_object CHECK (jsonb_typeof(name) = 'object' AND jsonb_typeof(plural) = 'object');
ALTER TABLE area ADD CONSTRAINT area_json_is_an_object CHECK (jsonb_typeof(name) = 'object');
ALTER TABLE boundary ADD CONSTRAINT boundary_json_is_an_object CHECK (jsonb_typeof(geojson) = 'object');
ALTER TABLE code_list ADD CONSTRAINT code_list_json_is_an_object CHECK (jsonb_typeof(title) = 'object');
ALTER TABLE code ADD CONSTRAINT code_json_is_an_object CHECK (jsonb_typeof(label) = 'object');
ALTER TABLE dataset ADD CONSTRAINT dataset_json_is_an_object CHECK (jsonb_typeof(title) = 'object' AND jsonb_typeof(description) = 'object' AND jsonb_typeof(source) = 'object');
ALTER TABLE measure ADD CONSTRAINT measure_json_is_an_object CHECK (jsonb_typeof(title) = 'object' AND jsonb_typeof(description) = 'object' AND jsonb_typeof(unit) = 'object' AND jsonb_typeof(method) = 'object');
ALTER TABLE published_table ADD CONSTRAINT published_table_json_is_an_object CHECK (jsonb_typeof(title) = 'object' AND jsonb_typeof(policy) = 'object');
ALTER TABLE dimension ADD CONSTRAINT dimension_json_is_an_object CHECK (jsonb_typeof(title) = 'object');
ALTER TABLE correction ADD CONSTRAINT correction_json_is_an_object CHECK (jsonb_typeof(what) = 'object' AND jsonb_typeof(why) = 'object' AND jsonb_typeof(impact) = 'object');

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

-- That check cannot see a release whose transaction has not committed yet, and it may commit before this one does. So every row that names
-- its release is looked at again at its own commit: the release must have been sealed by the same transaction. (Not in a savepoint of it:
-- that has an id of its own, and is refused.) Rows that name a table or a code list need no second look: they cannot be added before the
-- row that they name is visible, and then its release is too.
CREATE FUNCTION refuse_rows_of_another_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM release r WHERE r.id = NEW.release_id AND r.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'This release was sealed by another transaction: no row can be added to % any more. Publish a new release instead.', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER agency_is_sealed_with_its_release AFTER INSERT ON agency DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER area_is_sealed_with_its_release AFTER INSERT ON area DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER code_list_is_sealed_with_its_release AFTER INSERT ON code_list DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER correction_is_sealed_with_its_release AFTER INSERT ON correction DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER dataset_is_sealed_with_its_release AFTER INSERT ON dataset DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER geography_level_is_sealed_with_its_release AFTER INSERT ON geography_level DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER measure_is_sealed_with_its_release AFTER INSERT ON measure DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER population_is_sealed_with_its_release AFTER INSERT ON population DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE CONSTRAINT TRIGGER published_table_is_sealed_with_its_release AFTER INSERT ON published_table DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();

-- A row points only at rows of its own release, and a figure only at what its own table has. The argument is the query that finds others.
CREATE FUNCTION refuse_strangers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  strange boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (%s)', TG_ARGV[0]) INTO strange;
  IF strange THEN
    RAISE EXCEPTION 'A row of % points at something of another release, table or list, or at a measure that its table does not hold.', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER geography_level_keeps_to_its_own AFTER INSERT ON "geography_level" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN geography_level p ON p.id = added.parent_id WHERE p.release_id <> added.release_id');
CREATE TRIGGER area_keeps_to_its_own AFTER INSERT ON "area" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN geography_level l ON l.id = added.level_id LEFT JOIN area p ON p.id = added.parent_id
    WHERE l.release_id <> added.release_id OR p.release_id <> added.release_id');
CREATE TRIGGER population_keeps_to_its_own AFTER INSERT ON "population" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN area a ON a.id = added.area_id WHERE a.release_id <> added.release_id');
CREATE TRIGGER code_keeps_to_its_own AFTER INSERT ON "code" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN code p ON p.id = added.parent_id WHERE p.code_list_id <> added.code_list_id');
CREATE TRIGGER published_table_keeps_to_its_own AFTER INSERT ON "published_table" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN dataset d ON d.id = added.dataset_id WHERE d.release_id <> added.release_id');
CREATE TRIGGER dimension_keeps_to_its_own AFTER INSERT ON "dimension" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN published_table t ON t.id = added.table_id JOIN code_list l ON l.id = added.code_list_id
    WHERE l.release_id <> t.release_id');
CREATE TRIGGER table_measure_keeps_to_its_own AFTER INSERT ON "table_measure" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added JOIN published_table t ON t.id = added.table_id JOIN measure m ON m.id = added.measure_id
    WHERE m.release_id <> t.release_id');
CREATE TRIGGER observation_keeps_to_its_own AFTER INSERT ON "observation" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM (SELECT DISTINCT table_id, grouping_id, measure_id, area_id FROM added) o
    JOIN published_table t ON t.id = o.table_id
    JOIN "grouping" g ON g.id = o.grouping_id
    JOIN area a ON a.id = o.area_id
    LEFT JOIN table_measure m ON m.table_id = o.table_id AND m.measure_id = o.measure_id
    WHERE g.table_id <> o.table_id OR a.release_id <> t.release_id OR m.table_id IS NULL');

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

-- One publication at a time. The lock is on the table of releases, in a mode that only its owner may ask for, and the publisher through this
-- function: an advisory lock could be held by any reader. Another publication is waited for, not for ever (55P03, lock_not_available).
CREATE FUNCTION begin_publication() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '30s' AS $$
BEGIN
  LOCK TABLE public.release IN SHARE ROW EXCLUSIVE MODE;
END $$;
REVOKE EXECUTE ON FUNCTION begin_publication() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_publication() TO openbeat_publisher;

-- What PostgreSQL lets everybody do in a database, and nobody needs in this one: temporary tables, and large objects, which would be rows that
-- no trigger sees. The functions are the superuser's: where somebody else migrates, PostgreSQL warns and leaves them as they are.
DO $$
DECLARE
  making regprocedure;
BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  FOR making IN
    SELECT oid FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND proname IN ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import', 'lo_put', 'lowrite')
  LOOP
    BEGIN
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', making);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE WARNING 'Large objects stay open to every role: only a superuser can forbid %.', making;
    END;
  END LOOP;
END $$;
