package par

import (
	"context"
	"errors"
	"math/rand"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func numbers(n int) []int {
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	return items
}

func TestHiddenOrderAndLimit(t *testing.T) {
	for _, workers := range []int{-1, 1, 3, 50} {
		var running, most int64
		got, err := Map(context.Background(), numbers(30), workers, func(_ context.Context, i int) (string, error) {
			now := atomic.AddInt64(&running, 1)
			for {
				old := atomic.LoadInt64(&most)
				if now <= old || atomic.CompareAndSwapInt64(&most, old, now) {
					break
				}
			}
			time.Sleep(time.Duration(rand.Intn(3)) * time.Millisecond)
			atomic.AddInt64(&running, -1)
			return string(rune('A' + i)), nil
		})
		if err != nil || len(got) != 30 {
			t.Fatalf("%d workers: %v %v", workers, got, err)
		}
		for i, s := range got {
			if s != string(rune('A'+i)) {
				t.Fatalf("result %d is %q", i, s)
			}
		}
		limit := int64(max(workers, 1))
		if most > limit {
			t.Errorf("%d ran at once with %d workers", most, workers)
		}
		if workers == 3 && most < 2 {
			t.Error("nothing ran side by side")
		}
	}
}

func TestHiddenNothingToDo(t *testing.T) {
	got, err := Map(context.Background(), nil, 4, func(_ context.Context, i int) (int, error) { return i, nil })
	if err != nil || len(got) != 0 {
		t.Errorf("%v %v", got, err)
	}
}

var errBad = errors.New("bad")

func TestHiddenFirstErrorEndsIt(t *testing.T) {
	var started, ended, late int64
	got, err := Map(context.Background(), numbers(1000), 2, func(ctx context.Context, i int) (int, error) {
		atomic.AddInt64(&started, 1)
		defer atomic.AddInt64(&ended, 1)
		if i == 3 {
			for n := 0; n < 200 && atomic.LoadInt64(&started) < 5; n++ {
				time.Sleep(5 * time.Millisecond)
			}
			return 0, errBad
		}
		if i > 3 && atomic.LoadInt64(&late) == 0 {
			select {
			case <-ctx.Done():
				time.Sleep(50 * time.Millisecond)
			case <-time.After(2 * time.Second):
				atomic.StoreInt64(&late, 1)
				return 0, errors.New("was not cancelled")
			}
		}
		return i, nil
	})
	if got != nil || err != errBad {
		t.Errorf("%v %v", got, err)
	}
	if late != 0 {
		t.Error("the others were not told to end")
	}
	if s, e := atomic.LoadInt64(&started), atomic.LoadInt64(&ended); s != e || s > 8 {
		t.Errorf("%d started, %d ended", s, e)
	}
}

func TestHiddenCancelledFromOutside(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var started int64
	got, err := Map(ctx, numbers(100), 4, func(inner context.Context, i int) (int, error) {
		if atomic.AddInt64(&started, 1) == 4 {
			cancel()
		}
		<-inner.Done()
		return i, nil
	})
	if got != nil || !errors.Is(err, context.Canceled) || started > 8 {
		t.Errorf("%v %v after %d", got, err, started)
	}
	got, err = Map(ctx, numbers(3), 1, func(context.Context, int) (int, error) { return 1, nil })
	if got != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v %v", got, err)
	}
}

func TestHiddenNoGoroutineStays(t *testing.T) {
	before := runtime.NumGoroutine()
	for i := 0; i < 20; i++ {
		_, _ = Map(context.Background(), numbers(20), 5, func(_ context.Context, i int) (int, error) {
			if i == 7 {
				return 0, errBad
			}
			time.Sleep(time.Millisecond)
			return i, nil
		})
		if now := runtime.NumGoroutine(); now > before+3 {
			t.Fatalf("%d goroutines after Map, %d before", now, before)
		}
	}
}
