#!/usr/bin/env bash
# A PostgreSQL server of its own, on a private port in a temporary folder, for as long as a command runs that is given its address:
#   build/postgresql.sh dotnet test ...
# The command finds it in LOYALTY_POSTGRES. Without Debian's package, and without the right to install it, the command is not run.
set -euo pipefail

binaries() { ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1; }

if [[ -z "$(binaries)" ]] && command -v apt-get > /dev/null && (( EUID == 0 )); then
    # Without a cluster of the machine's own.
    mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql > /dev/null
fi

bin="$(binaries)"
[[ -n "$bin" ]] || { echo "PostgreSQL is not installed." >&2; exit 77; }

# A server refuses to run as root.
as() { if (( EUID == 0 )); then runuser -u postgres -- "$@"; else "$@"; fi; }

# In memory, where there is enough of it: the stories make a database each.
place="${TMPDIR:-/tmp}"
(( $(df --output=avail -k /dev/shm 2> /dev/null | tail -1 || echo 0) < 4000000 )) || place=/dev/shm
folder="$(mktemp -d "$place/loyalty-pg-XXXXXX")"
(( EUID != 0 )) || chown postgres "$folder"
port="$(( 20000 + RANDOM % 20000 ))"
stop() {
    as "$bin/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT

# Nothing here has to outlive the machine.
(cd / && as "$bin/initdb" -D "$folder/data" -U postgres -A trust --no-locale -E UTF8 --no-sync > /dev/null)
(cd / && as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=256MB -c jit=off -c autovacuum=off" start > /dev/null)

export LOYALTY_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres"
"$@"
