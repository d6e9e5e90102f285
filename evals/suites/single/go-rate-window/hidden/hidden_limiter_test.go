package limit

import (
	"testing"
	"time"
)

var start = time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)

func after(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

type step struct {
	at   int
	want bool
}

func walk(t *testing.T, max int, steps []step) {
	t.Helper()
	l := NewLimiter(max, time.Minute)
	for i, step := range steps {
		if got := l.Allow("a", after(step.at)); got != step.want {
			t.Fatalf("step %d at %d s: %v", i, step.at, got)
		}
	}
}

func TestHiddenMax(t *testing.T) {
	walk(t, 3, []step{{0, true}, {1, true}, {2, true}, {3, false}, {50, false}})
	walk(t, 1, []step{{0, true}, {10, false}, {100, true}, {110, false}})
}

func TestHiddenTheWindowMoves(t *testing.T) {
	walk(t, 2, []step{{0, true}, {30, true}, {40, false}, {65, true}, {70, false}, {95, true}, {96, false}, {300, true}})
}

func TestHiddenRefusedCallsDoNotCount(t *testing.T) {
	walk(t, 1, []step{{0, true}, {30, false}, {50, false}, {61, true}})
}

func TestHiddenClientsAreApart(t *testing.T) {
	l := NewLimiter(1, time.Minute)
	if !l.Allow("a", after(0)) || !l.Allow("b", after(0)) || l.Allow("a", after(1)) || l.Allow("b", after(1)) {
		t.Error("clients influence each other")
	}
}
