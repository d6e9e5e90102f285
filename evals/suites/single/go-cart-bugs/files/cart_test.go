package cart

import "testing"

func TestTotal(t *testing.T) {
	var c Cart
	c.Add("pen", 3, 120)
	c.Add("book", 1, 1999)
	if got := c.Total(); got != 2359 {
		t.Errorf("Total() = %d, want 2359", got)
	}
}

func TestRemove(t *testing.T) {
	var c Cart
	c.Add("pen", 1, 120)
	if err := c.Remove("pen"); err != nil {
		t.Fatal(err)
	}
	if err := c.Remove("pen"); err != ErrUnknown {
		t.Errorf("got %v", err)
	}
}
