package book

import "testing"

func TestHiddenPageList(t *testing.T) {
	for _, c := range []struct {
		pages []int
		want  string
	}{
		{[]int{9, 3, 12}, "3, 9, 12"},
		{[]int{1, 2, 3}, "1, 2, 3"},
		{[]int{100, 20, 3}, "3, 20, 100"},
		{[]int{7}, "7"},
		{[]int{}, ""},
		{nil, ""},
	} {
		if got := PageList(c.pages); got != c.want {
			t.Errorf("PageList(%v) = %q, want %q", c.pages, got, c.want)
		}
	}
}
