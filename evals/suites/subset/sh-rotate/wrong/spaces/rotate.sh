#!/bin/bash
[[ $# -eq 2 && -d $1 && $2 =~ ^[0-9]+$ ]] || { echo usage >&2; exit 2; }
cd "$1"
for f in $(ls -t *.tar.gz 2>/dev/null | tail -n +$(($2 + 1))); do rm -f $f; echo $f; done
