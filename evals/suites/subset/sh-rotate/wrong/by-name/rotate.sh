#!/usr/bin/env bash
set -euo pipefail

usage() {
  echo "usage: rotate.sh DIR N" >&2
  exit 2
}

[[ $# -eq 2 && -d $1 && $2 =~ ^[0-9]+$ ]] || usage
find "$1" -maxdepth 1 -type f -name '*.tar.gz' -printf '%p\t%p\n' | sort -r | tail -n "+$(($2 + 1))" | cut -f2- |
  while IFS= read -r path; do
    rm -- "$path"
    echo "${path##*/}"
  done
