// Package weather keeps the readings of our sensors.
package weather

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// Reading is what one sensor measured.
type Reading struct {
	Sensor  string    `json:"sensor"`
	Celsius float64  `json:"celsius,omitempty"`
	At      time.Time `json:"at"`
}

// Warm says whether a reading is above 25 degrees.
func (r Reading) Warm() bool {
	return r.Celsius > 25
}

// ParseReadings reads a JSON array of readings; each must name its sensor.
func ParseReadings(data []byte) ([]Reading, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var readings []Reading
	if err := decoder.Decode(&readings); err != nil {
		return nil, fmt.Errorf("readings: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("readings: something follows the array")
	}
	for i, reading := range readings {
		if reading.Sensor == "" {
			return nil, fmt.Errorf("reading %d has no sensor", i)
		}
	}
	return readings, nil
}
