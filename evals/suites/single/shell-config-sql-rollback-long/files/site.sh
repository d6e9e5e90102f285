#!/usr/bin/env bash
# site.sh: keeps the releases of a small web site.
#
#   site.sh ROOT init                    make the folders
#   site.sh ROOT deploy SOURCE [NAME]    copy a folder as a new release and make it the current one
#   site.sh ROOT list                    releases, oldest first; * marks the current one
#   site.sh ROOT current                 name of the current release
#   site.sh ROOT prune KEEP              remove old releases, but never the current one
#   site.sh ROOT status                  a summary
#   site.sh ROOT config get KEY          a setting
#   site.sh ROOT config set KEY VALUE    change a setting
#   site.sh ROOT log                     what was done
#
# Layout: ROOT/releases/NAME/..., ROOT/current -> releases/NAME, ROOT/site.conf, ROOT/site.log
# Exit codes: 0 done, 1 refused, 2 wrong usage.
set -euo pipefail

PROGRAM=$(basename "$0")

# --- messages ---------------------------------------------------------------

say() {
  printf '%s\n' "$*"
}

refuse() {
  printf '%s: %s\n' "$PROGRAM" "$*" >&2
  exit 1
}

usage() {
  printf 'usage: %s ROOT COMMAND [ARGUMENTS]\n' "$PROGRAM" >&2
  exit 2
}

# One line in the log, with the time; SITE_NOW replaces the clock in tests.
note() {
  local now=${SITE_NOW:-$(date -u +%FT%TZ)}
  printf '%s %s\n' "$now" "$*" >>"$root/site.log"
}

# --- places -----------------------------------------------------------------

need_root() {
  [[ -d $root/releases ]] || refuse "$root is not set up, run init first"
}

valid_name() {
  [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]]
}

# Names of all releases, oldest first. The order is that of the deployments, kept in releases/.order.
releases() {
  local order=$root/releases/.order name
  [[ -f $order ]] || return 0
  while IFS= read -r name; do
    [[ -d $root/releases/$name ]] && printf '%s\n' "$name"
  done <"$order"
  return 0
}

count_releases() {
  releases | wc -l | tr -d ' '
}

# Name of the current release, empty if there is none.
current() {
  if [[ -L $root/current ]]; then
    basename "$(readlink "$root/current")"
  fi
}

# Makes a release the current one at once: a new link takes the place of the old one.
switch_to() {
  local name=$1
  ln -s "releases/$name" "$root/.current.new"
  mv -T "$root/.current.new" "$root/current"
}

# --- settings ---------------------------------------------------------------

setting() { # KEY DEFAULT
  local key=$1 fallback=${2:-} line value=""
  if [[ -f $root/site.conf ]]; then
    while IFS= read -r line; do
      [[ $line == "$key="* ]] && value=${line#*=}
    done <"$root/site.conf"
  fi
  printf '%s\n' "${value:-$fallback}"
}

known_setting() {
  case $1 in
    max_releases | index | owner) return 0 ;;
    *) return 1 ;;
  esac
}

set_setting() { # KEY VALUE
  local key=$1 value=$2 file=$root/site.conf
  touch "$file"
  grep -v "^$key=" "$file" >"$file.new" || true
  printf '%s=%s\n' "$key" "$value" >>"$file.new"
  mv "$file.new" "$file"
}

# --- commands ---------------------------------------------------------------

cmd_init() {
  mkdir -p "$root/releases"
  touch "$root/site.log"
  note init
  say "ready: $root"
}

cmd_deploy() {
  [[ $# -ge 1 && $# -le 2 ]] || usage
  need_root
  local source=$1 name=${2:-} index
  [[ -d $source ]] || refuse "no folder $source"
  [[ -n $name ]] || name=r$(($(wc -l <"$root/releases/.order" 2>/dev/null || echo 0) + 1))
  valid_name "$name" || refuse "not a good name: $name"
  [[ ! -e $root/releases/$name ]] || refuse "release $name exists"
  index=$(setting index index.html)
  [[ -f $source/$index ]] || refuse "$source has no $index"
  cp -R "$source" "$root/releases/$name"
  printf '%s\n' "$name" >>"$root/releases/.order"
  switch_to "$name"
  note "deploy $name"
  say "deployed $name"
  enforce_limit
}

# Keeps at most max_releases, if that is set.
enforce_limit() {
  local limit
  limit=$(setting max_releases 0)
  if [[ $limit -gt 0 && $(count_releases) -gt $limit ]]; then
    remove_oldest "$limit"
  fi
}

# Removes the oldest releases until only so many are left; the current one always stays.
remove_oldest() {
  local keep=$1 now name left
  now=$(current)
  left=$(count_releases)
  for name in $(releases); do
    [[ $left -gt $keep ]] || break
    [[ $name != "$now" ]] || continue
    rm -rf "${root:?}/releases/$name"
    left=$((left - 1))
    note "remove $name"
    say "removed $name"
  done
}

cmd_list() {
  need_root
  local now name
  now=$(current)
  for name in $(releases); do
    if [[ $name == "$now" ]]; then
      say "* $name"
    else
      say "  $name"
    fi
  done
}

cmd_current() {
  need_root
  local now
  now=$(current)
  [[ -n $now ]] || refuse "nothing is deployed"
  say "$now"
}

cmd_prune() {
  [[ $# -eq 1 && $1 =~ ^[0-9]+$ ]] || usage
  need_root
  remove_oldest "$1"
}

cmd_status() {
  need_root
  local now
  now=$(current)
  say "root: $root"
  say "current: ${now:-none}"
  say "releases: $(count_releases)"
  say "limit: $(setting max_releases none)"
  say "owner: $(setting owner nobody)"
}

cmd_config() {
  need_root
  case ${1:-} in
    get)
      [[ $# -eq 2 ]] || usage
      known_setting "$2" || refuse "no setting $2"
      setting "$2"
      ;;
    set)
      [[ $# -eq 3 ]] || usage
      known_setting "$2" || refuse "no setting $2"
      set_setting "$2" "$3"
      note "config $2"
      ;;
    *) usage ;;
  esac
}

cmd_log() {
  need_root
  cat "$root/site.log"
}

# --- main -------------------------------------------------------------------

[[ $# -ge 2 ]] || usage
root=$1
command=$2
shift 2
case $command in
  init) cmd_init "$@" ;;
  deploy) cmd_deploy "$@" ;;
  list) cmd_list "$@" ;;
  current) cmd_current "$@" ;;
  prune) cmd_prune "$@" ;;
  status) cmd_status "$@" ;;
  config) cmd_config "$@" ;;
  log) cmd_log "$@" ;;
  *) usage ;;
esac
