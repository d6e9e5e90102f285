// Package weather keeps the readings of our sensors.
package weather

import "time"

// Reading is what one sensor measured.
type Reading struct {
	sensor  string    `json:"sensor"`
	Celsius float64   `json:"celsius"`
	At      time.Time `json:"at"`
}

// Warm says whether a reading is above 25 degrees.
func (r Reading) Warm() bool {
	return r.Celsius > 25
}
