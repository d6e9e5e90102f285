package load

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	orders, err := Read(strings.NewReader("ann;mug;2\n\nbo;pot;1\n"))
	if err != nil || len(orders) != 2 || orders[1].Article != "pot" {
		t.Fatal(orders, err)
	}
	if _, err := Read(strings.NewReader("ann;mug;2\nbo;pot")); err == nil || err.Error() != "line 2: wrong number of fields: 2" {
		t.Fatal(err)
	}
}
