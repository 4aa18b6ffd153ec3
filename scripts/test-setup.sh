#!/usr/bin/env bash
# Installs what the tests need beyond Go and Node: GitHub's published schemas
# (npm), a PostgreSQL server for throw-away clusters, a C compiler for the race
# detector, and Chromium with a font for emoji. What is there stays as it is; a second run does nothing.
#
#   scripts/test-setup.sh        everything
#   scripts/test-setup.sh npm    the npm packages only
set -euo pipefail
cd "$(dirname "$0")/.."

# Runs a command silently. What it printed is shown only if it fails, without
# the addresses of the servers it spoke to, which depend on the machine.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status)); then
    echo "failed with status $status: $*" >&2
    sed -E 's#([A-Za-z0-9-]+\.)+[a-z]{2,}(:[0-9]+)?/[^[:space:]"]*|([a-z0-9-]+\.)+(com|dev|io|net|org)\b#(address)#g' "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}

install_schemas() {
  local folder=testdata/npm
  local installed=$folder/node_modules/.package-lock.json
  if [[ $installed -nt $folder/package-lock.json && $installed -nt $folder/package.json ]]; then
    return
  fi
  echo "installing the npm packages of $folder"
  quietly npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
  touch "$installed"
}

# Debian packages that are missing, one a line.
missing_packages() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  command -v "$(go env CC)" >/dev/null || printf '%s\n' gcc libc6-dev
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
    command -v google-chrome >/dev/null || command -v chrome >/dev/null || printf '%s\n' chromium fonts-noto-color-emoji
}

install_packages() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then
    return
  fi
  if ((EUID != 0)); then
    as_root=(sudo)
  fi
  if ! command -v apt-get >/dev/null || ! command -v "${as_root[0]:-true}" >/dev/null; then
    echo "The tests need these Debian packages: ${missing[*]}" >&2
    echo "Install them (apt-get install ${missing[*]}), or run this as root or where sudo works." >&2
    return 1
  fi
  echo "installing ${missing[*]}"
  quietly "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update
  quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends "${missing[@]}"
}

case ${1:-all} in
  npm) install_schemas ;;
  all)
    install_schemas
    install_packages
    ;;
  *)
    echo "usage: scripts/test-setup.sh [npm]" >&2
    exit 2
    ;;
esac
