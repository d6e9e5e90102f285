// Package cart keeps what a customer wants to buy.
package cart

import "errors"

// ErrUnknown says that an item is not in the cart.
var ErrUnknown = errors.New("cart: no such item")

// Item is one line of the cart.
type Item struct {
	SKU      string
	Quantity int
	Cents    int
}

// Cart is the cart of one customer. Its zero value is empty.
type Cart struct {
	items []Item
}

// Add puts pieces into the cart; what is there already gets more.
func (c *Cart) Add(sku string, quantity, cents int) {
	for i := range c.items {
		if c.items[i].SKU == sku {
			c.items[i].Quantity += quantity
			return
		}
	}
	c.items = append(c.items, Item{sku, quantity, cents})
}

// Remove takes an item out.
func (c *Cart) Remove(sku string) error {
	for i, item := range c.items {
		if item.SKU == sku {
			c.items = append(c.items[:i], c.items[i+1:]...)
			return nil
		}
	}
	return ErrUnknown
}

// Items returns the lines in the order in which they were added. Changing the result does not change the cart.
func (c *Cart) Items() []Item {
	return append([]Item(nil), c.items...)
}

// Total is the price of everything, in cents.
func (c *Cart) Total() int {
	total := 0
	for _, item := range c.items {
		total += item.Cents
	}
	return total
}
