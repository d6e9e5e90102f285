package trips_test

import (
	"reflect"
	"testing"

	"example.com/mileage/trips"
)

func TestSummarize(t *testing.T) {
	list := []trips.Trip{
		{Day: "1", Car: "b", Km: 10}, {Day: "1", Car: "a", Km: 4, Private: true}, {Day: "2", Car: "c", Km: 16}, {Day: "3", Car: "a", Km: 6}, {Day: "3", Car: "A", Km: 0, Private: true},
	}
	before := append([]trips.Trip(nil), list...)
	want := []trips.Summary{
		{Car: "c", Km: 16, Trips: 1}, {Car: "a", Km: 10, Trips: 2, PrivateKm: 4}, {Car: "b", Km: 10, Trips: 1}, {Car: "A", Trips: 1},
	}
	if got := trips.Summarize(list); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if !reflect.DeepEqual(list, before) {
		t.Error("the trips were changed")
	}
	if got := trips.Summarize(nil); len(got) != 0 {
		t.Error(got)
	}
}
