// Package limit limits how often clients call.
package limit

import "time"

// Limiter allows each client some calls in any span of a window.
type Limiter struct {
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
	calls := l.calls[client]
	for len(calls) > 0 && now.Sub(calls[0]) >= l.window {
		calls = calls[1:]
	}
	allowed := len(calls) < l.max
	calls = append(calls, now)
	l.calls[client] = calls
	return allowed
}
