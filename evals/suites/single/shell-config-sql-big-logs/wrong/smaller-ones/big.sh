#!/usr/bin/env bash
# Prints the files below a folder that are larger than so many kilobytes.
set -euo pipefail
find "$1" -type f -size -"$(($2 * 1024))"c
