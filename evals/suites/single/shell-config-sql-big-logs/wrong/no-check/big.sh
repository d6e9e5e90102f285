#!/usr/bin/env bash
# Prints the files below a folder that are larger than so many kilobytes, the largest first.
set -euo pipefail

if [[ $# -ne 2 ]]; then
  echo "usage: big.sh DIR KB" >&2
  exit 2
fi
cd -- "$1"
find . -type f -size +"$((10#$2 * 1024))"c -printf '%s %P\n' | sort -k1,1nr -k2
