-- Curated public records: commitments, priorities, problems, partners and the like, one row each, with what its kind of the standard has.

-- CreateTable
CREATE TABLE "public_record" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "areas" TEXT[],
    "given" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "public_record_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "public_record_release_id_kind_code_key" ON "public_record"("release_id", "kind", "code");

-- AddForeignKey
ALTER TABLE "public_record" ADD CONSTRAINT "public_record_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- What Prisma cannot say. As with every row that names its release: the key waits for the seal, and nothing is added after it, changed or removed.
ALTER TABLE public_record ALTER CONSTRAINT public_record_release_id_fkey DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public_record
  ADD CONSTRAINT public_record_json_is_an_object CHECK (jsonb_typeof(given) = 'object'),
  ADD CONSTRAINT public_record_areas_are_given CHECK (array_position(areas, NULL) IS NULL);

CREATE TRIGGER public_record_is_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON "public_record" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER public_record_is_in_time AFTER INSERT ON public_record REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_late_rows('SELECT release_id FROM added');
CREATE CONSTRAINT TRIGGER public_record_is_sealed_with_its_release AFTER INSERT ON public_record DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION refuse_rows_of_another_seal();
CREATE TRIGGER public_record_keeps_to_its_own AFTER INSERT ON public_record REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION refuse_strangers('SELECT 1 FROM added CROSS JOIN LATERAL unnest(added.areas) AS named(code)
    LEFT JOIN area a ON a.release_id = added.release_id AND a.code = named.code WHERE a.id IS NULL');

GRANT SELECT ON public_record TO openbeat_publisher, openbeat_reader;
GRANT INSERT ON public_record TO openbeat_publisher;
GRANT USAGE ON SEQUENCE public_record_id_seq TO openbeat_publisher;
