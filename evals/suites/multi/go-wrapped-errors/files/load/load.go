// Package load reads whole order files.
package load

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/importer/row"
)

// Read returns the orders of a file's text; the first bad line ends it.
func Read(r io.Reader) ([]row.Order, error) {
	var orders []row.Order
	scanner := bufio.NewScanner(r)
	for number := 1; scanner.Scan(); number++ {
		line := strings.TrimSpace(scanner.Text())
		if line == "" {
			continue
		}
		order, err := row.Parse(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %v", number, err)
		}
		orders = append(orders, order)
	}
	return orders, scanner.Err()
}

// File reads the file at path.
func File(path string) ([]row.Order, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read orders: %v", err)
	}
	defer file.Close()
	return Read(file)
}
