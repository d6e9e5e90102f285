#!/bin/bash
# usage: backup.sh SOURCE TARGET [DAY]
# Copies SOURCE/*.txt to TARGET/DAY (today if DAY is not given).
src=$1
dst=$2/${3:-$(date +%F)}
mkdir -p "$dst" || exit 1
count=0
failed=0
for f in "$src"/*.txt; do
  if cp "$f" $dst; then
    count=$((count + 1))
  else
    failed=1
  fi
done
echo "$count files"
if [ "$failed" -ne 0 ]; then
  exit 1
fi
echo done
