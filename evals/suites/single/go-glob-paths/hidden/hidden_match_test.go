package ignore

import (
	"strings"
	"testing"
	"time"
)

func check(t *testing.T, want bool, pattern string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if got := Match(pattern, path); got != want {
			t.Errorf("Match(%q, %q) = %v", pattern, path, got)
		}
	}
}

func TestHiddenStars(t *testing.T) {
	check(t, true, "*.log", "a.log", "x/y.log", ".log", "a/b/c.x.log")
	check(t, false, "*.log", "a.logs", "a.log/b", "log")
	check(t, true, "src/*.go", "src/a.go")
	check(t, false, "src/*.go", "src/x/a.go", "a.go", "y/src/a.go")
	check(t, true, "a*b*c", "abc", "aXbYc", "abbcc")
	check(t, false, "a*b*c", "acb", "ab")
	check(t, true, "*", "a", "x/y")
}

func TestHiddenQuestionMark(t *testing.T) {
	check(t, true, "?.txt", "a.txt", "\u00fc.txt", "d/a.txt")
	check(t, false, "?.txt", ".txt", "ab.txt")
	check(t, false, "a?b/c", "a/b/c")
}

func TestHiddenSets(t *testing.T) {
	check(t, true, "[abc].go", "b.go")
	check(t, true, "v[0-9][0-9]", "v42")
	check(t, true, "[!a-c]x", "dx", "Ax")
	check(t, false, "[!a-c]x", "bx", "x")
	check(t, false, "v[0-9]", "va", "v")
	check(t, true, "a[b", "a[b")
	check(t, false, "a[b", "ab")
	check(t, false, "x[!y]z/w", "x/z/w")
}

func TestHiddenDoubleStars(t *testing.T) {
	check(t, true, "a/**/b", "a/b", "a/x/b", "a/x/y/b")
	check(t, false, "a/**/b", "ab", "a/xb", "c/a/b", "a/b/c")
	check(t, true, "**/b", "b", "x/b", "x/y/b")
	check(t, false, "**/b", "x/ab", "b/c")
	check(t, true, "a/**", "a/b", "a/b/c")
	check(t, false, "a/**", "a", "b/a/c")
	check(t, true, "a/**/c/**/*.md", "a/c/x.md", "a/b/c/d/e/x.md")
	check(t, false, "a/**/c/**/*.md", "a/b/x.md", "a/c/x.txt")
}

func TestHiddenSlashInFront(t *testing.T) {
	check(t, true, "/*.log", "a.log")
	check(t, false, "/*.log", "x/y.log")
	check(t, true, "/a/b", "a/b")
	check(t, false, "/a", "x/a")
}

func TestHiddenBackslash(t *testing.T) {
	check(t, true, `a\*`, "a*", "d/a*")
	check(t, false, `a\*`, "ab", "a")
	check(t, true, `\[x]`, "[x]")
	check(t, false, `\[x]`, "x")
	check(t, true, `wh\?t`, "wh?t")
	check(t, false, `wh\?t`, "what")
	check(t, true, `a\\b`, `a\b`)
}

func TestHiddenStaysFast(t *testing.T) {
	begin := time.Now()
	check(t, false, strings.Repeat("*a", 25)+"*b", strings.Repeat("a", 3000))
	check(t, false, strings.Repeat("**/a/", 12)+"b", strings.Repeat("a/", 60)+"c")
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
}
