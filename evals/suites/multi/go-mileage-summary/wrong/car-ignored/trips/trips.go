// Package trips reads a driver's log.
package trips

import (
	"bufio"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
)

// Trip is one line of the log.
type Trip struct {
	Day     string
	Car     string
	Km      float64
	Private bool
}

// Summary is what was driven with one car.
type Summary struct {
	Car       string
	Km        float64
	Trips     int
	PrivateKm float64
}

// Summarize adds trips up by car, the most kilometres first.
func Summarize(trips []Trip) []Summary {
	byCar := map[string]*Summary{}
	for _, trip := range trips {
		s := byCar[trip.Car]
		if s == nil {
			s = &Summary{Car: trip.Car}
			byCar[trip.Car] = s
		}
		s.Km += trip.Km
		s.Trips++
		if trip.Private {
			s.PrivateKm += trip.Km
		}
	}
	summaries := make([]Summary, 0, len(byCar))
	for _, s := range byCar {
		summaries = append(summaries, *s)
	}
	sort.Slice(summaries, func(i, j int) bool {
		a, b := summaries[i], summaries[j]
		if a.Km != b.Km {
			return a.Km > b.Km
		}
		return a.Car < b.Car
	})
	return summaries
}

// Read reads lines like "2025-03-01 VAN 12.5 private"; the last word may be missing.
func Read(r io.Reader) ([]Trip, error) {
	var trips []Trip
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		words := strings.Fields(scanner.Text())
		if len(words) == 0 {
			continue
		}
		if len(words) < 3 || len(words) > 4 {
			return nil, fmt.Errorf("not a trip: %q", scanner.Text())
		}
		km, err := strconv.ParseFloat(words[2], 64)
		if err != nil || km < 0 {
			return nil, fmt.Errorf("not a distance: %q", words[2])
		}
		trips = append(trips, Trip{Day: words[0], Car: words[1], Km: km, Private: len(words) == 4 && words[3] == "private"})
	}
	return trips, scanner.Err()
}
