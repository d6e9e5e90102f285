// Package row reads one line of an order file.
package row

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// What can be wrong with a line.
var (
	ErrFields   = errors.New("wrong number of fields")
	ErrEmpty    = errors.New("is empty")
	ErrQuantity = errors.New("bad quantity")
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
		return Order{}, fmt.Errorf("%w: %d", ErrFields, len(parts))
	}
	order := Order{Customer: strings.TrimSpace(parts[0]), Article: strings.TrimSpace(parts[1])}
	if order.Customer == "" {
		return Order{}, fmt.Errorf("field customer %w", ErrEmpty)
	}
	if order.Article == "" {
		return Order{}, fmt.Errorf("field article %w", ErrEmpty)
	}
	quantity, err := strconv.Atoi(strings.TrimSpace(parts[2]))
	if err != nil {
		return Order{}, fmt.Errorf("%w: %w", ErrQuantity, err)
	}
	if quantity < 1 {
		return Order{}, fmt.Errorf("%w: %d", ErrQuantity, quantity)
	}
	order.Quantity = quantity
	return order, nil
}
