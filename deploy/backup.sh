#!/usr/bin/env bash
# Backs up the book, or restores it on another machine: docs/operate/backup.md.
# PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE name Postgres. The programs of Postgres must not be older than the server.
set -euo pipefail
usage() {
    echo "usage: backup.sh dump FILE | backup.sh restore FILE CONFIG" >&2
    exit 2
}

case ${1:-} in
    dump)
        [ $# = 2 ] || usage
        # One snapshot: the offset of the outbox is of the same moment as the book.
        pg_dump --format=custom --no-owner --file "$2.part"
        pg_restore --list "$2.part" > /dev/null # it can be read
        mv "$2.part" "$2"
        ;;
    restore)
        [ $# = 3 ] || usage
        touchline=${TOUCHLINE:-"$(dirname "$0")/../touchline"}
        tables=$(psql --no-psqlrc --tuples-only --no-align --command "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if [ "$tables" != 0 ]; then
            echo "backup.sh: the database $PGDATABASE is not empty; restore into a new one" >&2
            exit 1
        fi
        pg_restore --exit-on-error --no-owner --single-transaction --dbname "$PGDATABASE" "$2"
        "$touchline" migrate "$3"  # the backup may be of an older version
        "$touchline" hydrate "$3"  # refuses a Redis that holds a market
        "$touchline" audit "$3"
        ;;
    *) usage ;;
esac
