-- What differential privacy has cost so far: one row for each drawing of noise. It grows, and nothing else.

-- CreateEnum
CREATE TYPE "privacy_unit" AS ENUM ('record', 'person');

-- CreateTable
CREATE TABLE "privacy_charge" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "dataset" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "grouping" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "unit" "privacy_unit" NOT NULL,
    "rho_billionths" BIGINT NOT NULL,
    "budget_billionths" BIGINT NOT NULL,
    "variance_numerator" BIGINT NOT NULL,
    "variance_denominator" BIGINT NOT NULL,

    CONSTRAINT "privacy_charge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "privacy_charge_release_id_idx" ON "privacy_charge"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "privacy_charge_dataset_measure_grouping_period_key" ON "privacy_charge"("dataset", "measure", "grouping", "period");

-- AddForeignKey
ALTER TABLE "privacy_charge" ADD CONSTRAINT "privacy_charge_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say. As with every row that names its release: the key waits for the seal, and nothing is added after it, changed or removed.
ALTER TABLE privacy_charge ALTER CONSTRAINT privacy_charge_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE privacy_charge
  ADD CONSTRAINT privacy_charge_is_named CHECK (dataset <> '' AND measure <> '' AND "grouping" <> '' AND period <> ''),
  ADD CONSTRAINT privacy_charge_runs_forward CHECK (first_day <= last_day AND first_day > '-infinity' AND last_day < 'infinity'),
  ADD CONSTRAINT privacy_charge_is_positive CHECK (
    rho_billionths > 0 AND budget_billionths > 0 AND variance_numerator > 0 AND variance_denominator > 0);

CREATE TRIGGER privacy_charge_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "privacy_charge" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER privacy_charge_is_in_time AFTER INSERT ON privacy_charge REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE CONSTRAINT TRIGGER privacy_charge_is_sealed_with_its_release AFTER INSERT ON privacy_charge DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();

-- Two transactions that charge at once would each not see what the other spends. So a charge begins a publication, if that has not begun; and what
-- was committed meanwhile must be seen after the wait, as only READ COMMITTED lets it.
CREATE FUNCTION charge_one_at_a_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'The privacy ledger is charged in transactions that are READ COMMITTED, which see what others spent. Use one.'
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
  PERFORM begin_publication();
  RETURN NULL;
END $$;
CREATE TRIGGER privacy_charge_waits_its_turn BEFORE INSERT ON privacy_charge FOR EACH STATEMENT EXECUTE FUNCTION charge_one_at_a_time();

-- The budget, for each dataset. A person may have records in every period of a calendar year, so all charges whose period begins in that year are
-- added up. A record lies on one day, so those whose period covers the day are; they are most on the first day of some period. The least budget
-- that any of them states is the one that holds: to raise it afterwards buys nothing. Records and persons cannot be added up.
CREATE FUNCTION refuse_overspending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added a JOIN privacy_charge c ON c.dataset = a.dataset WHERE c.unit <> a.unit) THEN
    RAISE EXCEPTION 'A dataset protects records or persons, and its ledger holds charges for the other. Keep to one, or begin a dataset of another name.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'privacy_charge_of_one_unit';
  END IF;
  IF EXISTS (
    SELECT 1
    FROM (SELECT DISTINCT dataset, extract(year FROM first_day) AS of_year FROM added WHERE unit = 'person') y
    JOIN privacy_charge c ON c.dataset = y.dataset AND extract(year FROM c.first_day) = y.of_year
    GROUP BY y.dataset, y.of_year
    HAVING sum(c.rho_billionths) > min(c.budget_billionths)
  ) OR EXISTS (
    SELECT 1
    FROM (
      SELECT DISTINCT a.dataset, b.first_day AS of_day FROM added a
      JOIN privacy_charge b ON b.dataset = a.dataset AND b.first_day BETWEEN a.first_day AND a.last_day
      WHERE a.unit = 'record'
    ) d
    JOIN privacy_charge c ON c.dataset = d.dataset AND d.of_day BETWEEN c.first_day AND c.last_day
    GROUP BY d.dataset, d.of_day
    HAVING sum(c.rho_billionths) > min(c.budget_billionths)
  ) THEN
    RAISE EXCEPTION 'The privacy budget of a dataset does not allow these charges. Publish fewer tables, or at a smaller cost each.'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'privacy_charge_within_budget';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER privacy_charge_is_within_budget AFTER INSERT ON privacy_charge REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_overspending();

GRANT SELECT ON privacy_charge TO openbeat_publisher, openbeat_reader;
GRANT INSERT ON privacy_charge TO openbeat_publisher;
GRANT USAGE ON SEQUENCE privacy_charge_id_seq TO openbeat_publisher;
