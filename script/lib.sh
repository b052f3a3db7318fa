# shellcheck shell=bash
# What the scripts share. To be sourced; the caller stands in the root of the project afterwards.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

UV="$ROOT/.uv/bin/uv"
VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"
STAMPS="$ROOT/.cache/stamps"

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
warn() { printf '\033[33mwarning:\033[0m %s\n' "$*" >&2; }
die() {
    printf '\033[31merror:\033[0m %s\n' "$*" >&2
    exit 1
}

# One digest over the names and contents of the given files and folders; changes when any of them does.
digest() {
    find "$@" -type f -not -path '*/__pycache__/*' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}

# stamped NAME DIGEST: has the step NAME already been done for this digest?
stamped() { [[ -f "$STAMPS/$1" && "$(<"$STAMPS/$1")" == "$2" ]]; }

stamp() {
    mkdir -p "$STAMPS"
    printf '%s' "$2" >"$STAMPS/$1"
}

manage() { "$PYTHON" "$ROOT/manage.py" "$@"; }

# --- Debian packages ---------------------------------------------------------------------------------------------

missing_packages() {
    local name
    for name in "$@"; do
        [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$name" 2>/dev/null)" == installed ]] || echo "$name"
    done
}

# Prints the prefix that makes a command run as root; fails when there is no way to become root without being stuck.
root_prefix() {
    if [[ $EUID -eq 0 ]]; then
        echo env
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
        echo sudo
    else
        return 1
    fi
}

# Package scripts find these instead of the real ones, so that installing a server does not start it.
service_shims() {
    local folder="$ROOT/.cache/no-services" name
    mkdir -p "$folder"
    for name in invoke-rc.d deb-systemd-invoke; do
        printf '#!/bin/sh\nexit 0\n' >"$folder/$name"
        chmod 755 "$folder/$name"
    done
    echo "$folder"
}

apt_get() {
    local prefix
    prefix=$(root_prefix) || return 1
    "$prefix" DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o APT::Acquire::Retries=3 \
        -o "DPkg::Lock::Timeout=300" \
        -o "DPkg::Path=$(service_shims):/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" "$@"
}

# ensure_packages NAME...: installs what is missing. When that is not possible it prints the one line to run and fails.
ensure_packages() {
    local missing log="$ROOT/.cache/apt.log"
    command -v dpkg-query >/dev/null || { warn "not a Debian system; needed here: $*"; return 1; }
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    if root_prefix >/dev/null; then
        say "Installing with apt: ${missing[*]}"
        mkdir -p "$ROOT/.cache"
        { apt_get update && apt_get install --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 && return
        tail -n 5 "$log" >&2
    fi
    warn "could not install ${missing[*]}; run this one line, then start again:"
    printf 'sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
    return 1
}
