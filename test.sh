#!/usr/bin/env bash
# Builds everything and runs every test. Arguments go to "dotnet test":  ./test.sh --filter FullyQualifiedName~Ledger
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
configuration=Debug

# Without Chromium the browser tests report themselves as skipped, with the reason; everything else still runs.
build/install-chromium.sh || echo "Chromium could not be installed: the browser tests will be skipped." >&2

dotnet tool restore
dotnet build LoyaltyConsole.sln --configuration "$configuration"
dotnet test LoyaltyConsole.sln --configuration "$configuration" --no-build "$@"
