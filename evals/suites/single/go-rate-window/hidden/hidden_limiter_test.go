package limit

import (
	"fmt"
	"math/rand"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var start = time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)

func after(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

func TestHiddenSlidingWindow(t *testing.T) {
	l := NewLimiter(2, time.Minute)
	for i, step := range []struct {
		at   int
		want bool
	}{{0, true}, {30, true}, {40, false}, {59, false}, {60, true}, {61, false}, {89, false}, {90, true}, {119, false}, {120, true}} {
		if got := l.Allow("a", after(step.at)); got != step.want {
			t.Fatalf("step %d at %d s: %v", i, step.at, got)
		}
	}
}

func TestHiddenClientsAreApart(t *testing.T) {
	l := NewLimiter(1, time.Minute)
	if !l.Allow("a", after(0)) || !l.Allow("b", after(0)) || l.Allow("a", after(1)) || l.Allow("b", after(1)) {
		t.Error("clients influence each other")
	}
	none := NewLimiter(0, time.Minute)
	if none.Allow("a", after(0)) || none.Allow("a", after(100)) {
		t.Error("max 0 allows nothing")
	}
}

func TestHiddenForgets(t *testing.T) {
	l := NewLimiter(3, time.Minute)
	for i := 0; i < 500; i++ {
		l.Allow(fmt.Sprint("c", i), after(0))
	}
	l.Allow("late", after(59))
	if got := l.Clients(); got != 501 {
		t.Errorf("%d clients after 59 s", got)
	}
	l.Allow("late", after(60))
	if got := l.Clients(); got != 1 {
		t.Errorf("%d clients after a minute", got)
	}
}

func TestHiddenAgainstASimpleModel(t *testing.T) {
	random := rand.New(rand.NewSource(7))
	l := NewLimiter(4, 10*time.Second)
	var calls []int
	now := 0
	for i := 0; i < 2000; i++ {
		now += random.Intn(4)
		seen := 0
		for _, c := range calls {
			if now-c < 10 {
				seen++
			}
		}
		if got := l.Allow("x", after(now)); got != (seen < 4) {
			t.Fatalf("call %d at %d s: %v with %d before", i, now, got, seen)
		} else if got {
			calls = append(calls, now)
		}
	}
}

func TestHiddenManyGoroutines(t *testing.T) {
	l := NewLimiter(100, time.Minute)
	var allowed int64
	var wait sync.WaitGroup
	for g := 0; g < 16; g++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := 0; i < 2000; i++ {
				if l.Allow("same", after(0)) {
					atomic.AddInt64(&allowed, 1)
				}
			}
		}()
	}
	wait.Wait()
	if allowed != 100 {
		t.Errorf("%d calls were allowed, not 100", allowed)
	}
}
