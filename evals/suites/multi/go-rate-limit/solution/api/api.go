// Package api serves quotes.
package api

import (
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"example.com/quotes/limit"
)

// Quotes by their authors.
type Quotes map[string][]string

// Handler serves /quotes/AUTHOR and /health.
func Handler(quotes Quotes) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("/quotes/", func(w http.ResponseWriter, r *http.Request) {
		author := strings.TrimPrefix(r.URL.Path, "/quotes/")
		texts, ok := quotes[author]
		if !ok {
			writeJSON(w, http.StatusNotFound, map[string]string{"error": "unknown author"})
			return
		}
		writeJSON(w, http.StatusOK, texts)
	})
	return mux
}

// Limited lets requests through as far as the limiter allows; /health always.
func Limited(next http.Handler, l *limit.Limiter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/health" {
			next.ServeHTTP(w, r)
			return
		}
		client, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			client = r.RemoteAddr
		}
		if ok, wait := l.Allow(client); !ok {
			seconds := max(1, int((wait+time.Second-1)/time.Second))
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
			writeJSON(w, http.StatusTooManyRequests, map[string]string{"error": "too many requests"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}
