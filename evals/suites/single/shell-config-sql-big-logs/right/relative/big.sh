cd "$1" && find . -type f -size +"$(($2 * 1024))"c -printf "%P\n"
