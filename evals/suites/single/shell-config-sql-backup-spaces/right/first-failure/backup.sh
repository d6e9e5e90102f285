#!/bin/bash
set -e
src=$1
dst="$2/${3:-$(date +%F)}"
mkdir -p "$dst"
count=0
for f in "$src"/*.txt; do
  cp "$f" "$dst"
  count=$((count + 1))
done
echo "$count files"
echo done
