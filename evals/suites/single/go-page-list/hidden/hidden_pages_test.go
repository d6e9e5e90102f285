package book

import (
	"reflect"
	"testing"
)

func TestHiddenPageList(t *testing.T) {
	for _, c := range []struct {
		pages []int
		want  string
	}{
		{[]int{3, 4, 5, 9, 11, 12}, "3-5, 9, 11-12"},
		{nil, ""},
		{[]int{}, ""},
		{[]int{7}, "7"},
		{[]int{7, 7, 7}, "7"},
		{[]int{12, 3, 11, 5, 9, 4}, "3-5, 9, 11-12"},
		{[]int{1, 1, 2, 2, 3, 3, 5, 5}, "1-3, 5"},
		{[]int{2, 4, 6}, "2, 4, 6"},
		{[]int{100, 99}, "99-100"},
	} {
		before := append([]int(nil), c.pages...)
		if got := PageList(c.pages); got != c.want {
			t.Errorf("PageList(%v) = %q, want %q", before, got, c.want)
		}
		if len(before) > 0 && !reflect.DeepEqual(before, c.pages) {
			t.Errorf("PageList changed its argument %v to %v", before, c.pages)
		}
	}
}
