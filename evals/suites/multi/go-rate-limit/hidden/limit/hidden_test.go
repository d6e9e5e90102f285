package limit_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"example.com/quotes/limit"
)

type clock struct{ at time.Time }

func (c *clock) now() time.Time        { return c.at }
func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

func expect(t *testing.T, l *limit.Limiter, key string, want bool, wait time.Duration) {
	t.Helper()
	ok, left := l.Allow(key)
	if difference := left - wait; ok != want || difference < -time.Microsecond || difference > time.Microsecond {
		t.Fatalf("%s: %v %v instead of %v %v", key, ok, left, want, wait)
	}
}

func TestBuckets(t *testing.T) {
	c := &clock{time.Unix(1000, 0)}
	l := limit.New(3, 10*time.Second, c.now)
	for i := 0; i < 3; i++ {
		expect(t, l, "a", true, 0)
	}
	expect(t, l, "a", false, 10*time.Second)
	expect(t, l, "b", true, 0)
	c.pass(4 * time.Second)
	expect(t, l, "a", false, 6*time.Second)
	c.pass(5 * time.Second)
	expect(t, l, "a", false, time.Second)
	c.pass(time.Second)
	expect(t, l, "a", true, 0)
	expect(t, l, "a", false, 10*time.Second)
	c.pass(25 * time.Second)
	expect(t, l, "a", true, 0)
	expect(t, l, "a", true, 0)
	expect(t, l, "a", false, 5*time.Second)
	c.pass(time.Hour)
	for i := 0; i < 3; i++ {
		expect(t, l, "a", true, 0)
	}
	expect(t, l, "a", false, 10*time.Second)
}

func TestSmallSteps(t *testing.T) {
	c := &clock{time.Unix(0, 0)}
	l := limit.New(1, time.Second, c.now)
	allowed := 0
	for i := 0; i < 1000; i++ {
		if ok, _ := l.Allow("x"); ok {
			allowed++
		}
		c.pass(30 * time.Millisecond)
	}
	if allowed < 29 || allowed > 31 {
		t.Error(allowed)
	}
}

func TestSweep(t *testing.T) {
	c := &clock{time.Unix(0, 0)}
	l := limit.New(2, time.Second, c.now)
	l.Allow("a")
	l.Allow("b")
	l.Allow("b")
	if n := l.Sweep(); n != 2 {
		t.Error(n)
	}
	c.pass(time.Second)
	if n := l.Sweep(); n != 1 {
		t.Error(n)
	}
	expect(t, l, "b", true, 0)
	expect(t, l, "b", false, time.Second)
	c.pass(2 * time.Second)
	if n := l.Sweep(); n != 0 {
		t.Error(n)
	}
}

func TestPanics(t *testing.T) {
	for _, bad := range []func(){
		func() { limit.New(0, time.Second, time.Now) }, func() { limit.New(-1, time.Second, time.Now) },
		func() { limit.New(1, 0, time.Now) }, func() { limit.New(1, -1, time.Now) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			bad()
		}()
	}
}

func TestConcurrent(t *testing.T) {
	at := time.Unix(0, 0)
	l := limit.New(50, time.Hour, func() time.Time { return at })
	var allowed atomic.Int64
	var group sync.WaitGroup
	for n := 0; n < 8; n++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := 0; i < 400; i++ {
				if ok, _ := l.Allow("k"); ok {
					allowed.Add(1)
				}
				l.Sweep()
			}
		}()
	}
	group.Wait()
	if allowed.Load() != 50 {
		t.Error(allowed.Load())
	}
}
