// Package badge prints name badges.
package badge

import (
	"strings"
	"unicode/utf8"
)

// ShortName shortens a name to at most max characters.
func ShortName(full string, max int) string {
	names := strings.Fields(full)
	if len(names) == 0 {
		return ""
	}
	last := names[len(names)-1]
	short := make([]string, 0, len(names))
	for _, name := range names[:len(names)-1] {
		short = append(short, name[:1]+".")
	}
	short = append(short, last)
	for _, candidate := range []string{strings.Join(names, " "), strings.Join(short, " "), last} {
		if utf8.RuneCountInString(candidate) <= max {
			return candidate
		}
	}
	return string([]rune(last)[:max-1]) + "…"
}
