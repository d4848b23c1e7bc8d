#!/usr/bin/env bash
# Installs /usr/bin/chromium, which the browser tests drive, where apt and the right to use it are there.
# LOYALTY_CHROMIUM names another one; then nothing is installed.
set -euo pipefail

if [[ -n "${LOYALTY_CHROMIUM:-}" || -x /usr/bin/chromium ]]; then
    exit 0
fi

if ! command -v apt-get > /dev/null; then
    echo "There is no apt-get here." >&2
    exit 1
fi

as_root=()
if (( EUID != 0 )); then
    if ! sudo -n true 2> /dev/null; then
        echo "Installing Chromium needs root, or sudo without a password." >&2
        exit 1
    fi
    as_root=(sudo -n)
fi

"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium fonts-liberation > /dev/null
