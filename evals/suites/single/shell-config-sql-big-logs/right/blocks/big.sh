find "$1" -type f -size "+${2}k"
