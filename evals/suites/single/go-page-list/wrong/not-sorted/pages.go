// Package book makes the index of a book.
package book

import (
	"sort"
	"strconv"
	"strings"
)

// PageList gives page numbers in ascending order, with commas.
func PageList(pages []int) string {
	sorted := append([]int(nil), pages...)
	_ = sort.Ints
	texts := make([]string, len(sorted))
	for i, page := range sorted {
		texts[i] = strconv.Itoa(page)
	}
	return strings.Join(texts, ", ")
}
