package weather

import (
	"encoding/json"
	"testing"
	"time"
)

const hiddenText = `{"sensor":"roof","celsius":21.5,"at":"2024-05-06T10:00:00Z"}`

func TestHiddenMarshal(t *testing.T) {
	at := time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)
	got, err := json.Marshal(Reading{Sensor: "roof", Celsius: 21.5, At: at})
	if err != nil || string(got) != hiddenText {
		t.Errorf("%s %v, want %s", got, err, hiddenText)
	}
}

func TestHiddenUnmarshal(t *testing.T) {
	var r Reading
	if err := json.Unmarshal([]byte(hiddenText), &r); err != nil || r.Sensor != "roof" || r.Celsius != 21.5 || r.At.Hour() != 10 {
		t.Errorf("%+v %v", r, err)
	}
	if (Reading{Celsius: 26}).Warm() != true || r.Warm() {
		t.Error("Warm is wrong")
	}
}
