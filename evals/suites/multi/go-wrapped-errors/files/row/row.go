// Package row reads one line of an order file.
package row

import (
	"fmt"
	"strconv"
	"strings"
)

// Order is one line: customer, article, quantity.
type Order struct {
	Customer string
	Article  string
	Quantity int
}

// Parse reads "customer;article;quantity".
func Parse(line string) (Order, error) {
	parts := strings.Split(line, ";")
	if len(parts) != 3 {
		return Order{}, fmt.Errorf("wrong number of fields: %d", len(parts))
	}
	order := Order{Customer: strings.TrimSpace(parts[0]), Article: strings.TrimSpace(parts[1])}
	if order.Customer == "" {
		return Order{}, fmt.Errorf("field customer is empty")
	}
	if order.Article == "" {
		return Order{}, fmt.Errorf("field article is empty")
	}
	quantity, err := strconv.Atoi(strings.TrimSpace(parts[2]))
	if err != nil {
		return Order{}, fmt.Errorf("bad quantity: %v", err)
	}
	if quantity < 1 {
		return Order{}, fmt.Errorf("bad quantity: %d", quantity)
	}
	order.Quantity = quantity
	return order, nil
}
