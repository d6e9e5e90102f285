// Importer counts the pieces in an order file.
package main

import (
	"fmt"
	"os"

	"example.com/importer/load"
)

func main() {
	orders, err := load.File(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	pieces := 0
	for _, order := range orders {
		pieces += order.Quantity
	}
	fmt.Printf("%d orders, %d pieces\n", len(orders), pieces)
}
