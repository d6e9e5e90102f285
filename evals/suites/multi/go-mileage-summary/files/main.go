// Mileage lists the trips of a driver's log from standard input.
package main

import (
	"flag"
	"fmt"
	"os"

	"example.com/mileage/trips"
)

func main() {
	car := flag.String("car", "", "only trips with this car")
	flag.Parse()
	list, err := trips.Read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, trip := range list {
		if *car == "" || trip.Car == *car {
			fmt.Printf("%s %s %.1f km\n", trip.Day, trip.Car, trip.Km)
		}
	}
}
