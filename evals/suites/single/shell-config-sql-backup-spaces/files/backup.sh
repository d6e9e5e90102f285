#!/bin/bash
# usage: backup.sh SOURCE TARGET [DAY]
# Copies SOURCE/*.txt to TARGET/DAY (today if DAY is not given).
src=$1
dst=$2/${3:-$(date +%F)}
mkdir -p $dst
count=0
for f in $(ls $src/*.txt); do
  cp $f $dst
  count=$((count + 1))
done
echo "$count files"
echo done
