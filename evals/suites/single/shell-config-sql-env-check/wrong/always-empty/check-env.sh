#!/usr/bin/env bash
# Compares the variables of two environment files; prints names only, and runs nothing of what they say.
set -uo pipefail

if [[ $# -ne 2 ]]; then
  echo "usage: check-env.sh EXAMPLE FILE" >&2
  exit 2
fi
for file in "$@"; do
  if [[ ! -f $file || ! -r $file ]]; then
    echo "check-env.sh: can't read $file" >&2
    exit 2
  fi
done

declare -A wanted=() there=()
# shellcheck disable=SC2034  # the names are passed
read_file() { # FILE ARRAY
  local -n into=$2
  local line name value
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line%$'\r'}
    if [[ $line =~ ^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=(.*)$ ]]; then
      name=${BASH_REMATCH[2]}
      value=${BASH_REMATCH[3]}
      value=${value//[[:space:]]/}
      if [[ -z $value || $value == '""' || $value == "''" ]]; then
        into[$name]=empty
      else
        into[$name]=full
      fi
    fi
  done <"$1"
}
read_file "$1" wanted
read_file "$2" there

bad=0
report=()
for name in "${!wanted[@]}"; do
  if [[ -z ${there[$name]+x} ]]; then
    report+=("missing $name")
    bad=1
  elif [[ ${there[$name]} == empty ]]; then
    report+=("empty $name")
    bad=1
  fi
done
for name in "${!there[@]}"; do
  [[ -n ${wanted[$name]+x} ]] || report+=("unknown $name")
done
if ((${#report[@]})); then
  printf '%s\n' "${report[@]}" | LC_ALL=C sort -k2
fi
exit "$bad"
