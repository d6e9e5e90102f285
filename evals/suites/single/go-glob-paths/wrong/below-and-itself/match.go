// Package ignore decides which paths the patterns of an ignore file mean.
package ignore

import "strings"

// Match says whether a pattern means a path.
func Match(pattern, path string) bool {
	if !strings.Contains(pattern, "/") {
		return matchPart([]rune(pattern), []rune(path[strings.LastIndex(path, "/")+1:]))
	}
	return matchParts(strings.Split(strings.TrimPrefix(pattern, "/"), "/"), strings.Split(path, "/"))
}

// matchParts fills a table from the end: fits[j] says whether the patterns from i on mean the parts from j on.
func matchParts(patterns, parts []string) bool {
	fits := make([]bool, len(parts)+1)
	fits[len(parts)] = true
	for i := len(patterns) - 1; i >= 0; i-- {
		next := make([]bool, len(parts)+1)
		last := i == len(patterns)-1
		for j := len(parts); j >= 0; j-- {
			switch {
			case patterns[i] == "**" && last:
				next[j] = true
			case patterns[i] == "**":
				next[j] = fits[j] || (j < len(parts) && next[j+1])
			default:
				next[j] = j < len(parts) && fits[j+1] && matchPart([]rune(patterns[i]), []rune(parts[j]))
			}
		}
		fits = next
	}
	return fits[0]
}

// matchPart compares one part; of several stars only the last has to be tried again.
func matchPart(pattern, text []rune) bool {
	p, t := 0, 0
	star, from := -1, 0
	for t < len(text) {
		if p < len(pattern) && pattern[p] == '*' {
			star, from = p, t
			p++
			continue
		}
		if ok, length := matchOne(pattern[p:], text[t]); ok {
			p += length
			t++
			continue
		}
		if star < 0 {
			return false
		}
		from++
		p, t = star+1, from
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// matchOne compares one character with the beginning of a pattern and says how much of that it took.
func matchOne(pattern []rune, c rune) (bool, int) {
	if len(pattern) == 0 {
		return false, 0
	}
	switch pattern[0] {
	case '?':
		return true, 1
	case '\\':
		if len(pattern) > 1 {
			return pattern[1] == c, 2
		}
	case '[':
		if ok, length := matchSet(pattern, c); length > 0 {
			return ok, length
		}
	}
	return pattern[0] == c, 1
}

// matchSet compares a character with a set in brackets; a length of 0 says that it is never closed.
func matchSet(pattern []rune, c rune) (bool, int) {
	i := 1
	negated := i < len(pattern) && pattern[i] == '!'
	if negated {
		i++
	}
	found := false
	for start := i; i < len(pattern); i++ {
		if pattern[i] == ']' && i > start {
			return found != negated, i + 1
		}
		if pattern[i] == '\\' && i+1 < len(pattern) {
			i++
		}
		low, high := pattern[i], pattern[i]
		if i+2 < len(pattern) && pattern[i+1] == '-' && pattern[i+2] != ']' {
			high = pattern[i+2]
			i += 2
		}
		found = found || (low <= c && c <= high)
	}
	return false, 0
}
