#!/usr/bin/env bash
# Backs up the book, or restores it on another machine: docs/operate/backup.md.
# PGHOST, PGPORT, PGUSER, PGPASSWORD and PGDATABASE name Postgres. The programs of Postgres must not be older than the server.
set -euo pipefail
usage() {
    echo "usage: backup.sh dump FILE | backup.sh restore FILE CONFIG" >&2
    exit 2
}
fail() {
    echo "backup.sh: $1" >&2
    exit 1
}
ask() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1"
}

case ${1:-} in
    dump)
        [ $# = 2 ] || usage
        : "${PGDATABASE:?set it to the name of the database}"
        part=$2.part.$$
        trap 'rm -f "$part"' EXIT
        # One snapshot: the offset of the outbox is of the same moment as the book.
        pg_dump --format=custom --no-owner --file "$part"
        pg_restore --file /dev/null "$part" # it can be read to its end
        mv "$part" "$2"
        ;;
    restore)
        [ $# = 3 ] || usage
        : "${PGDATABASE:?set it to the name of the database}"
        touchline=${TOUCHLINE:-"$(dirname "$0")/../touchline"}
        [ -r "$2" ] || fail "there is no backup $2"
        [ -r "$3" ] || fail "there is no configuration $3"
        tables=$(ask "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        [ "$tables" = 0 ] || fail "the database $PGDATABASE is not empty; restore into a new one"
        pg_restore --exit-on-error --no-owner --single-transaction --dbname "$PGDATABASE" "$2"
        trap 'echo "backup.sh: the book is restored; mend the cause, then run migrate, hydrate and audit" >&2' EXIT
        epoch=$(ask "UPDATE market_epoch SET epoch = epoch + 1 RETURNING epoch")
        "$touchline" migrate "$3" # the backup may be of an older version
        "$touchline" hydrate ${epoch:+--epoch "$epoch"} "$3" # refuses a Redis that holds a market, and another database than the restored one
        "$touchline" audit "$3"
        trap - EXIT
        ;;
    *) usage ;;
esac
