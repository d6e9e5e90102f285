// Package limit limits how often clients call.
package limit

import (
	"sync"
	"time"
)

// Limiter allows each client some calls in any span of a window. It is safe for concurrent use.
type Limiter struct {
	mu     sync.Mutex
	max    int
	window time.Duration
	calls  map[string][]time.Time
}

// NewLimiter allows max calls in a window.
func NewLimiter(max int, window time.Duration) *Limiter {
	return &Limiter{max: max, window: window, calls: map[string][]time.Time{}}
}

// Allow says whether the client may call now, and counts the call if so.
func (l *Limiter) Allow(client string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, calls := range l.calls {
		if now.Sub(calls[len(calls)-1]) >= l.window {
			delete(l.calls, name)
		}
	}
	calls := l.calls[client]
	for len(calls) > 0 && now.Sub(calls[0]) >= l.window {
		calls = calls[1:]
	}
	if len(calls) >= l.max {
		if len(calls) > 0 {
			l.calls[client] = calls
		}
		return false
	}
	l.calls[client] = append(append([]time.Time(nil), calls...), now)
	return true
}

// Clients is the number of clients that are remembered.
func (l *Limiter) Clients() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.calls)
}
