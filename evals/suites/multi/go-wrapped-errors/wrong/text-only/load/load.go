// Package load reads whole order files.
package load

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/importer/row"
)

// LineError is what is wrong with one line.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the error without the line.
func (e *LineError) Unwrap() error { return e.Err }

// Read returns the good orders of a file's text, and the errors of all bad lines.
func Read(r io.Reader) ([]row.Order, error) {
	var orders []row.Order
	var problems []error
	scanner := bufio.NewScanner(r)
	for number := 1; scanner.Scan(); number++ {
		line := strings.TrimSpace(scanner.Text())
		if line == "" {
			continue
		}
		order, err := row.Parse(line)
		if err != nil {
			problems = append(problems, &LineError{Line: number, Err: err})
			continue
		}
		orders = append(orders, order)
	}
	return orders, errors.Join(append(problems, scanner.Err())...)
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
