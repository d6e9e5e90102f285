package cart

import (
	"reflect"
	"testing"
)

func TestHiddenTotal(t *testing.T) {
	c := &Cart{}
	if got := c.Total(); got != 0 {
		t.Errorf("empty: %d", got)
	}
	c.Add("pen", 3, 120)
	if got := c.Total(); got != 360 {
		t.Errorf("three pens: %d", got)
	}
	c.Add("book", 1, 1999)
	c.Add("pen", 2, 120)
	if got := c.Total(); got != 5*120+1999 {
		t.Errorf("five pens and a book: %d", got)
	}
}

func TestHiddenTheRest(t *testing.T) {
	c := &Cart{}
	c.Add("pen", 2, 120)
	c.Add("book", 1, 1999)
	c.Add("pen", 3, 120)
	want := []Item{{"pen", 5, 120}, {"book", 1, 1999}}
	if got := c.Items(); !reflect.DeepEqual(got, want) {
		t.Errorf("Items() = %v, want %v", got, want)
	}
	if c.Remove("pen") != nil || c.Remove("pen") != ErrUnknown || c.Total() != 1999 {
		t.Error("Remove does not work as before")
	}
}
