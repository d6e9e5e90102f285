// Mileage lists the trips of a driver's log from standard input.
package main

import (
	"flag"
	"fmt"
	"math"
	"os"

	"example.com/mileage/trips"
)

func printSummary(s trips.Summary) {
	share := 0.0
	if s.Km > 0 {
		share = math.Round(s.PrivateKm * 100 / s.Km)
	}
	word := "trips"
	if s.Trips == 1 {
		word = "trip"
	}
	fmt.Printf("%s %.1f km, %d %s, %.0f%% private\n", s.Car, s.Km, s.Trips, word, share)
}

func main() {
	car := flag.String("car", "", "only trips with this car")
	summary := flag.Bool("summary", false, "print sums per car instead of trips")
	flag.Parse()
	list, err := trips.Read(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var wanted []trips.Trip
	for _, trip := range list {
		if *car == "" || trip.Car == *car {
			wanted = append(wanted, trip)
		}
	}
	if !*summary {
		for _, trip := range wanted {
			fmt.Printf("%s %s %.1f km\n", trip.Day, trip.Car, trip.Km)
		}
		return
	}
	total := trips.Summary{Car: "total"}
	for _, s := range trips.Summarize(wanted) {
		printSummary(s)
		total.Km += s.Km
		total.Trips += s.Trips
		total.PrivateKm += s.PrivateKm
	}
	printSummary(total)
}
