// Importer counts the pieces in an order file.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"example.com/importer/load"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: importer FILE")
		os.Exit(2)
	}
	orders, err := load.File(os.Args[1])
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	pieces := 0
	for _, order := range orders {
		pieces += order.Quantity
	}
	fmt.Printf("%d orders, %d pieces\n", len(orders), pieces)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
