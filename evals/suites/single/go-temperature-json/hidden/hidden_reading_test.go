package weather

import (
	"encoding/json"
	"testing"
	"time"
)

func TestHiddenMarshal(t *testing.T) {
	at := time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)
	for want, celsius := range map[string]*float64{
		`{"sensor":"roof","celsius":21.5,"at":"2024-05-06T10:00:00Z"}`: pointer(21.5),
		`{"sensor":"roof","celsius":0,"at":"2024-05-06T10:00:00Z"}`:    pointer(0),
		`{"sensor":"roof","at":"2024-05-06T10:00:00Z"}`:                nil,
	} {
		got, err := json.Marshal(Reading{Sensor: "roof", Celsius: celsius, At: at})
		if err != nil || string(got) != want {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
}

func pointer(v float64) *float64 { return &v }

func TestHiddenParse(t *testing.T) {
	got, err := ParseReadings([]byte(`[{"sensor":"roof","celsius":26,"at":"2024-05-06T10:00:00Z"},{"sensor":"door"}]`))
	if err != nil || len(got) != 2 || !got[0].Warm() || got[1].Celsius != nil || got[1].Sensor != "door" {
		t.Errorf("%v %v", got, err)
	}
	if got, err := ParseReadings([]byte(`[]`)); err != nil || len(got) != 0 {
		t.Errorf("%v %v", got, err)
	}
	for _, bad := range []string{`[{"celsius":1}]`, `[{"sensor":""}]`, `[{"sensor":"a","humidity":3}]`, `[{"sensor":3}]`, `{`, ``} {
		if got, err := ParseReadings([]byte(bad)); err == nil {
			t.Errorf("%s gives %v and no error", bad, got)
		}
	}
}
