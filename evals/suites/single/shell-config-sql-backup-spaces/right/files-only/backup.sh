#!/bin/bash
# usage: backup.sh SOURCE TARGET [DAY]
# Copies SOURCE/*.txt to TARGET/DAY (today if DAY is not given).
src=$1
dst=$2/${3:-$(date +%F)}
mkdir -p "$dst" || exit 1
count=0
for f in "$src"/*.txt; do
  [ -f "$f" ] || continue
  cp "$f" "$dst" || { echo "could not copy $f" >&2; exit 1; }
  count=$((count + 1))
done
echo "$count files"
echo done
