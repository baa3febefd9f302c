-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "period_grain" AS ENUM ('month', 'quarter', 'year');

-- CreateEnum
CREATE TYPE "dimension_kind" AS ENUM ('time', 'geography', 'category');

-- CreateEnum
CREATE TYPE "observation_status" AS ENUM ('AVAILABLE', 'SUPPRESSED', 'UNRELIABLE', 'NOT_REPORTED', 'NOT_COLLECTED', 'NOT_APPLICABLE', 'NOT_YET_PUBLISHED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "observation_flag" AS ENUM ('PROVISIONAL', 'REVISED', 'ESTIMATED', 'IMPUTED', 'ROUNDED', 'PERTURBED', 'LOW_RELIABILITY', 'BREAK_IN_SERIES', 'PARTIAL_COVERAGE', 'DEFINITION_DIFFERS');

-- CreateTable
CREATE TABLE "release" (
    "id" SERIAL NOT NULL,
    "version" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "hub" JSONB NOT NULL,
    "manifest" JSONB NOT NULL,
    "certificate" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agency" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "contact" TEXT,

    CONSTRAINT "agency_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "geography_level" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "plural" JSONB NOT NULL,
    "parent_id" INTEGER,
    "position" INTEGER NOT NULL,

    CONSTRAINT "geography_level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "area" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "level_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "parent_id" INTEGER,
    "boundary_sha256" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "area_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "boundary" (
    "sha256" TEXT NOT NULL,
    "geojson" JSONB NOT NULL,

    CONSTRAINT "boundary_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "population" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "area_id" INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "residents" INTEGER NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "population_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "period" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "grain" "period_grain" NOT NULL,
    "start" DATE NOT NULL,
    "end" DATE NOT NULL,

    CONSTRAINT "period_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code_list" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,

    CONSTRAINT "code_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code" (
    "id" SERIAL NOT NULL,
    "code_list_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "label" JSONB NOT NULL,
    "parent_id" INTEGER,
    "position" INTEGER NOT NULL,

    CONSTRAINT "code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dataset" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "description" JSONB NOT NULL,
    "theme" TEXT NOT NULL,
    "coverage_from" DATE NOT NULL,
    "coverage_to" DATE NOT NULL,
    "source" JSONB NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "measure" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "description" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "unit" JSONB NOT NULL,
    "direction" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "method" JSONB NOT NULL,

    CONSTRAINT "measure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "published_table" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "dataset_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "policy" JSONB NOT NULL,
    "row_count" INTEGER NOT NULL,
    "suppressed_count" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "published_table_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dimension" (
    "id" SERIAL NOT NULL,
    "table_id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "title" JSONB NOT NULL,
    "kind" "dimension_kind" NOT NULL,
    "levels" TEXT[],
    "code_list_id" INTEGER,
    "position" INTEGER NOT NULL,

    CONSTRAINT "dimension_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grouping" (
    "id" SERIAL NOT NULL,
    "table_id" INTEGER NOT NULL,
    "levels" TEXT[],
    "cell_count" INTEGER NOT NULL,
    "suppressed_count" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "grouping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "table_measure" (
    "table_id" INTEGER NOT NULL,
    "measure_id" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "table_measure_pkey" PRIMARY KEY ("table_id","measure_id")
);

-- CreateTable
CREATE TABLE "observation" (
    "table_id" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "grouping_id" INTEGER NOT NULL,
    "measure_id" INTEGER NOT NULL,
    "area_id" INTEGER NOT NULL,
    "period_id" INTEGER NOT NULL,
    "codes" TEXT[],
    "value" DOUBLE PRECISION,
    "status" "observation_status" NOT NULL,
    "flags" "observation_flag"[],
    "numerator" DOUBLE PRECISION,
    "denominator" DOUBLE PRECISION,
    "n" INTEGER,
    "n_effective" INTEGER,
    "lower" DOUBLE PRECISION,
    "upper" DOUBLE PRECISION,
    "interval_level" DOUBLE PRECISION,
    "interval_method" TEXT,

    CONSTRAINT "observation_pkey" PRIMARY KEY ("table_id","seq")
);

-- CreateTable
CREATE TABLE "correction" (
    "id" SERIAL NOT NULL,
    "release_id" INTEGER NOT NULL,
    "affected_version" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "what" JSONB NOT NULL,
    "why" JSONB NOT NULL,
    "impact" JSONB NOT NULL,
    "noticed_on" DATE NOT NULL,

    CONSTRAINT "correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "release_version_key" ON "release"("version");

-- CreateIndex
CREATE UNIQUE INDEX "agency_release_id_code_key" ON "agency"("release_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "geography_level_release_id_code_key" ON "geography_level"("release_id", "code");

-- CreateIndex
CREATE INDEX "area_level_id_idx" ON "area"("level_id");

-- CreateIndex
CREATE INDEX "area_parent_id_idx" ON "area"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "area_release_id_code_key" ON "area"("release_id", "code");

-- CreateIndex
CREATE INDEX "population_release_id_idx" ON "population"("release_id");

-- CreateIndex
CREATE UNIQUE INDEX "population_area_id_group_year_key" ON "population"("area_id", "group", "year");

-- CreateIndex
CREATE UNIQUE INDEX "period_code_key" ON "period"("code");

-- CreateIndex
CREATE UNIQUE INDEX "code_list_release_id_code_key" ON "code_list"("release_id", "code");

-- CreateIndex
CREATE INDEX "code_parent_id_idx" ON "code"("parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "code_code_list_id_code_key" ON "code"("code_list_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "dataset_release_id_code_key" ON "dataset"("release_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "measure_release_id_code_key" ON "measure"("release_id", "code");

-- CreateIndex
CREATE INDEX "published_table_dataset_id_idx" ON "published_table"("dataset_id");

-- CreateIndex
CREATE UNIQUE INDEX "published_table_release_id_code_key" ON "published_table"("release_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "dimension_table_id_code_key" ON "dimension"("table_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "grouping_table_id_position_key" ON "grouping"("table_id", "position");

-- CreateIndex
CREATE INDEX "observation_grouping_id_measure_id_area_id_period_id_idx" ON "observation"("grouping_id", "measure_id", "area_id", "period_id");

-- CreateIndex
CREATE INDEX "correction_release_id_idx" ON "correction"("release_id");

-- AddForeignKey
ALTER TABLE "agency" ADD CONSTRAINT "agency_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "geography_level" ADD CONSTRAINT "geography_level_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "geography_level" ADD CONSTRAINT "geography_level_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "geography_level"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "area" ADD CONSTRAINT "area_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "area" ADD CONSTRAINT "area_level_id_fkey" FOREIGN KEY ("level_id") REFERENCES "geography_level"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "area" ADD CONSTRAINT "area_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "area" ADD CONSTRAINT "area_boundary_sha256_fkey" FOREIGN KEY ("boundary_sha256") REFERENCES "boundary"("sha256") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "population" ADD CONSTRAINT "population_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "population" ADD CONSTRAINT "population_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "code_list" ADD CONSTRAINT "code_list_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "code" ADD CONSTRAINT "code_code_list_id_fkey" FOREIGN KEY ("code_list_id") REFERENCES "code_list"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "code" ADD CONSTRAINT "code_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "code"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "dataset" ADD CONSTRAINT "dataset_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "measure" ADD CONSTRAINT "measure_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "published_table" ADD CONSTRAINT "published_table_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "published_table" ADD CONSTRAINT "published_table_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "dimension" ADD CONSTRAINT "dimension_table_id_fkey" FOREIGN KEY ("table_id") REFERENCES "published_table"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "dimension" ADD CONSTRAINT "dimension_code_list_id_fkey" FOREIGN KEY ("code_list_id") REFERENCES "code_list"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "grouping" ADD CONSTRAINT "grouping_table_id_fkey" FOREIGN KEY ("table_id") REFERENCES "published_table"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "table_measure" ADD CONSTRAINT "table_measure_table_id_fkey" FOREIGN KEY ("table_id") REFERENCES "published_table"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "table_measure" ADD CONSTRAINT "table_measure_measure_id_fkey" FOREIGN KEY ("measure_id") REFERENCES "measure"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_table_id_fkey" FOREIGN KEY ("table_id") REFERENCES "published_table"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_grouping_id_fkey" FOREIGN KEY ("grouping_id") REFERENCES "grouping"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_measure_id_fkey" FOREIGN KEY ("measure_id") REFERENCES "measure"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_area_id_fkey" FOREIGN KEY ("area_id") REFERENCES "area"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_period_id_fkey" FOREIGN KEY ("period_id") REFERENCES "period"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "correction" ADD CONSTRAINT "correction_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "release"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

