#!/bin/sh
# Makes the databases and roles, once, when the server starts on an empty folder. The image of PostgreSQL runs
# it; anywhere else: PGUSER and PGHOST name a superuser and a server, SECRETS the folder of password files.
set -eu

here=${DATABASE_SQL:-/etc/loket/database.sql}
secrets=${SECRETS:-/run/secrets}
export PGUSER="${POSTGRES_USER:-${PGUSER:-postgres}}" PGDATABASE=postgres

make_database() {
    psql --no-psqlrc --quiet --set name="$1" --set secrets="$secrets" --set may="$2" --file "$here"
}

for service in applications decisions objections notifications register audit; do
    make_database "$service" "SELECT, INSERT, UPDATE, DELETE"
done
# A key is destroyed by overwriting it: its row stays (shared/privacy/erasing.py).
make_database vault "SELECT, INSERT, UPDATE"

# The identity provider keeps its tables itself.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=on --set file="$secrets/identity_password" <<'SQL'
\set password `cat :'file'`
CREATE ROLE identity LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE identity OWNER identity;
REVOKE ALL ON DATABASE identity FROM PUBLIC;
SQL
