package badge

import "testing"

func TestHiddenShortName(t *testing.T) {
	for _, c := range []struct {
		full string
		max  int
		want string
	}{
		{"Maria Luisa Schneider", 20, "M. L. Schneider"},
		{"Maria Luisa Schneider", 21, "Maria Luisa Schneider"},
		{"Maria Luisa Schneider", 15, "M. L. Schneider"},
		{"Maria Luisa Schneider", 14, "Schneider"},
		{"Maria Luisa Schneider", 9, "Schneider"},
		{"Maria Luisa Schneider", 8, "Schneid…"},
		{"Maria Luisa Schneider", 1, "…"},
		{"Ada", 3, "Ada"},
		{"Ada", 2, "A…"},
		{"  Bo   Li ", 5, "Bo Li"},
		{"  Bo   Li ", 4, "Li"},
		{"Élodie Müßig", 12, "Élodie Müßig"},
		{"Élodie Müßig", 11, "É. Müßig"},
		{"Élodie Müßig", 5, "Müßig"},
		{"Élodie Müßig", 4, "Müß…"},
		{"李 小龙", 2, "小龙"},
		{"", 5, ""},
		{"   ", 5, ""},
	} {
		if got := ShortName(c.full, c.max); got != c.want {
			t.Errorf("ShortName(%q, %d) = %q, want %q", c.full, c.max, got, c.want)
		}
	}
}
