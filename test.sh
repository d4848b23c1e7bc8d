#!/usr/bin/env bash
# Builds everything and runs every test, Core's over both engines. Arguments go to "dotnet test":  ./test.sh --filter FullyQualifiedName~Ledger
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=Debug

# Without Chromium the browser tests report themselves as skipped, with the reason; everything else still runs.
build/install-chromium.sh || echo "Chromium could not be installed: the browser tests will be skipped." >&2

dotnet tool restore
dotnet build LoyaltyConsole.sln --configuration "$configuration"
test=(dotnet test LoyaltyConsole.sln --configuration "$configuration" --no-build)
if [[ " $* " == *" --filter "* ]]; then
    "${test[@]}" "$@"
    exit
fi

outcome=0
"${test[@]}" --filter "Engine!=PostgreSQL" "$@" || outcome=$?

# Core's stories once more, over PostgreSQL.
export LOYALTY_SECONDS=30
missing=77
engine=0
build/postgresql.sh "${test[@]}" --filter "Engine=PostgreSQL|(FullyQualifiedName~Tests.Core.&Engine!=SQLite&Size!=Large)" "$@" || engine=$?
if (( engine == missing )); then
    echo "PostgreSQL could not be installed: nothing was tried over it." >&2
elif (( outcome == 0 )); then
    outcome=$engine
fi

exit "$outcome"
