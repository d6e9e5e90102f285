// Package book makes the index of a book.
package book

import (
	"sort"
	"strconv"
	"strings"
)

// PageList writes page numbers in short, runs as first-last.
func PageList(pages []int) string {
	sorted := append([]int(nil), pages...)
	sort.Ints(sorted)
	var parts []string
	for i := 0; i < len(sorted); {
		first, last := sorted[i], sorted[i]
		i++
		for i < len(sorted) && sorted[i] == last+1 {
			last = sorted[i]
			i++
		}
		text := strconv.Itoa(first)
		if last > first {
			text += "-" + strconv.Itoa(last)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}
