#!/usr/bin/env bash
# Prints the names of one environment file that another one lacks.
set -uo pipefail

names() { # FILE
  grep -v '^#' "$1" | grep '=' | cut -d= -f1 | LC_ALL=C sort -u
}

missing=$(comm -23 <(names "$1") <(names "$2"))
if [[ -z $missing ]]; then
  exit 0
fi
while read -r name; do
  echo "missing $name"
done <<<"$missing"
exit 0
