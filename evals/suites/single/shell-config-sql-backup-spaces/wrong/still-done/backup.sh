#!/bin/bash
# usage: backup.sh SOURCE TARGET [DAY]
# Copies SOURCE/*.txt to TARGET/DAY (today if DAY is not given).
set -e
src=$1
dst=$2/${3:-$(date +%F)}
mkdir -p -- "$dst"
shopt -s nullglob
count=0
failed=0
for f in "$src"/*.txt; do
  if cp -- "$f" "$dst"; then
    count=$((count + 1))
  else
    failed=1
  fi
done
echo "$count files"
echo done
