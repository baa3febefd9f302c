#!/bin/bash
# Runs once, when the database is made: who may log in to it. The two roles are those that the migrations grant rights to.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set reader="$READER_PASSWORD" --set publisher="$PUBLISHER_PASSWORD" <<'SQL'
CREATE ROLE openbeat_reader NOLOGIN;
CREATE ROLE openbeat_publisher NOLOGIN;
CREATE ROLE hub_reader LOGIN PASSWORD :'reader' IN ROLE openbeat_reader;
CREATE ROLE hub_publisher LOGIN PASSWORD :'publisher' IN ROLE openbeat_publisher;
SQL
