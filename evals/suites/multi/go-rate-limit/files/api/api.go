// Package api serves quotes.
package api

import (
	"encoding/json"
	"net/http"
	"strings"
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

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}
