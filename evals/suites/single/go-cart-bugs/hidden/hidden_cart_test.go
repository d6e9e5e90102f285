package cart

import (
	"reflect"
	"testing"
)

func filled() *Cart {
	c := &Cart{}
	c.Add("pen", 2, 120)
	c.Add("book", 1, 1999)
	c.Add("pen", 3, 150)
	return c
}

func TestHiddenAdd(t *testing.T) {
	want := []Item{{"pen", 5, 120}, {"book", 1, 1999}}
	if got := filled().Items(); !reflect.DeepEqual(got, want) {
		t.Errorf("Items() = %v, want %v", got, want)
	}
}

func TestHiddenTotal(t *testing.T) {
	if got := filled().Total(); got != 5*120+1999 {
		t.Errorf("Total() = %d", got)
	}
	if got := new(Cart).Total(); got != 0 {
		t.Errorf("empty: %d", got)
	}
}

func TestHiddenItemsAreACopy(t *testing.T) {
	c := filled()
	items := c.Items()
	items[0].Quantity = 100
	_ = append(items[:1], Item{"x", 1, 1})
	if got := c.Total(); got != 2599 {
		t.Errorf("the cart changed with its copy: %d", got)
	}
	if len(new(Cart).Items()) != 0 {
		t.Error("an empty cart has items")
	}
}

func TestHiddenRemove(t *testing.T) {
	c := filled()
	if c.Remove("pen") != nil || c.Remove("pen") != ErrUnknown || c.Total() != 1999 {
		t.Error("Remove does not work as before")
	}
}
