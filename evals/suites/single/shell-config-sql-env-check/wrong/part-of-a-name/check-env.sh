#!/usr/bin/env bash
code=0
for name in $(grep -v '^#' "$1" | cut -d= -f1 | sort); do
  grep -q "$name=" "$2" || { echo "missing $name"; code=1; }
done
exit $code
