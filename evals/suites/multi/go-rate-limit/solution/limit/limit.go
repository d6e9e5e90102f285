// Package limit says who may ask again, by token buckets.
package limit

import (
	"math"
	"sync"
	"time"
)

// Limiter gives each key burst tokens, and one more every interval.
type Limiter struct {
	mutex    sync.Mutex
	burst    int
	interval time.Duration
	now      func() time.Time
	buckets  map[string]bucket
}

type bucket struct {
	tokens float64
	at     time.Time
}

// New returns a limiter; now is time.Now but in tests.
func New(burst int, interval time.Duration, now func() time.Time) *Limiter {
	if burst < 1 || interval <= 0 {
		panic("limit: burst and interval must be positive")
	}
	return &Limiter{burst: burst, interval: interval, now: now, buckets: map[string]bucket{}}
}

// Allow takes a token of the key; without one it says how long to wait for the next.
func (l *Limiter) Allow(key string) (bool, time.Duration) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	now := l.now()
	b, known := l.buckets[key]
	if !known {
		b = bucket{tokens: float64(l.burst), at: now}
	}
	b = l.filled(b, now)
	if b.tokens < 1-1e-9 {
		l.buckets[key] = b
		missing := (1 - b.tokens) * float64(l.interval)
		return false, time.Duration(math.Ceil(missing - 1e-3))
	}
	b.tokens--
	l.buckets[key] = b
	return true, 0
}

// Sweep forgets keys whose buckets are full again, and returns how many it keeps.
func (l *Limiter) Sweep() int {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	now := l.now()
	for key, b := range l.buckets {
		if l.filled(b, now).tokens >= float64(l.burst)-1e-9 {
			delete(l.buckets, key)
		}
	}
	return len(l.buckets)
}

func (l *Limiter) filled(b bucket, now time.Time) bucket {
	passed := now.Sub(b.at)
	if passed > 0 {
		b.tokens = math.Min(float64(l.burst), b.tokens+float64(passed)/float64(l.interval))
		b.at = now
	}
	return b
}
