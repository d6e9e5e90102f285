package badge

import "testing"

func TestHiddenShortName(t *testing.T) {
	for full, want := range map[string]string{
		"Maria Luisa Schneider": "M. L. Schneider",
		"Bo Li":                 "B. Li",
		"Anna Maria Eva Smith":  "A. M. E. Smith",
		"Ada":                   "Ada",
	} {
		if got := ShortName(full); got != want {
			t.Errorf("ShortName(%q) = %q, want %q", full, got, want)
		}
	}
}
