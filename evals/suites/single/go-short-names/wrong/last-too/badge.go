// Package badge shortens names.
package badge

import "strings"

// ShortName replaces all names but the last by their first letter and a dot.
func ShortName(full string) string {
	names := strings.Fields(full)
	for i := 0; i < len(names); i++ {
		names[i] = string([]rune(names[i])[:1]) + "."
	}
	return strings.Join(names, " ")
}
