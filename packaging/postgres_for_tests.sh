#!/bin/sh
# SPDX-License-Identifier: MIT
# Starts a throw-away PostgreSQL server for the tests and prints its SQLAlchemy URL; or stops it.
#
#   export ANNOTATOR_TEST_POSTGRES="$(packaging/postgres_for_tests.sh start [FOLDER])"
#   packaging/postgres_for_tests.sh stop [FOLDER]
#
# Needs Debian's package `postgresql`. The server listens on a unix socket in FOLDER (made in the
# temporary folder if not given), and nowhere else. PostgreSQL refuses to run as root: started by
# root, it runs as the user `postgres`.
set -eu

action="${1:-start}"
folder="${2:-${TMPDIR:-/tmp}/annotator-postgres-$(id -u)}"

fail() {
    echo "postgres_for_tests: $1" >&2
    exit 1
}

programs=""
for candidate in /usr/lib/postgresql/*/bin; do
    [ -x "$candidate/initdb" ] && programs="$candidate"
done
if [ -z "$programs" ]; then
    found="$(command -v initdb || true)"
    [ -n "$found" ] || fail "no PostgreSQL here; install the package postgresql"
    programs="$(dirname "$(readlink -f "$found")")"
fi

as_server() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif command -v setpriv >/dev/null; then
        (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
    else
        (cd / && runuser -u postgres -- "$@")
    fi
}

is_running() {
    [ -f "$folder/data/postmaster.pid" ] &&
        as_server "$programs/pg_ctl" -D "$folder/data" status >/dev/null 2>&1
}

case "$action" in
start)
    if ! is_running; then
        mkdir -p "$folder"
        chmod 700 "$folder"
        [ "$(id -u)" -ne 0 ] || chown postgres "$folder"
        if [ ! -f "$folder/data/PG_VERSION" ]; then
            as_server "$programs/initdb" -D "$folder/data" -U tester --auth=trust \
                --encoding=UTF8 --locale=C.UTF-8 --data-checksums >"$folder/initdb.log" 2>&1 ||
                fail "initdb failed, see $folder/initdb.log"
        fi
        as_server "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 \
            -o "-c listen_addresses='' -c unix_socket_directories='$folder'" start >/dev/null ||
            fail "the server did not start, see $folder/server.log"
    fi
    # the socket's folder belongs to the server; whoever runs the tests must reach it
    chmod 711 "$folder"
    echo "postgresql+psycopg://tester@/postgres?host=$folder"
    ;;
stop)
    if is_running; then
        as_server "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
    fi
    rm -rf "$folder"
    ;;
*)
    fail "say start or stop"
    ;;
esac
