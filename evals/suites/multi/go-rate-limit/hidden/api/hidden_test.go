package api_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"example.com/quotes/api"
	"example.com/quotes/limit"
)

func ask(h http.Handler, path, from string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.RemoteAddr = from
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestLimited(t *testing.T) {
	now := time.Unix(0, 0)
	l := limit.New(2, 1500*time.Millisecond, func() time.Time { return now })
	h := api.Limited(api.Handler(api.Quotes{"anon": {"x"}}), l)
	for _, want := range []int{200, 200, 429} {
		if w := ask(h, "/quotes/anon", "10.0.0.1:4000"); w.Code != want {
			t.Fatal(w.Code, want)
		}
	}
	w := ask(h, "/quotes/anon", "10.0.0.1:9999")
	var body map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || body["error"] != "too many requests" || w.Header().Get("Content-Type") != "application/json" {
		t.Error(w.Body.String(), w.Header())
	}
	if w.Code != 429 || w.Header().Get("Retry-After") != "2" {
		t.Error(w.Code, w.Header())
	}
	for i := 0; i < 5; i++ {
		if w := ask(h, "/health", "10.0.0.1:1"); w.Code != 200 {
			t.Error("health", w.Code)
		}
		ask(h, "/health", "10.0.0.2:1")
	}
	now = now.Add(1400 * time.Millisecond)
	if w := ask(h, "/quotes/anon", "10.0.0.1:1"); w.Code != 429 || w.Header().Get("Retry-After") != "1" {
		t.Error(w.Code, w.Header())
	}
	for _, want := range []int{200, 404, 429} {
		path := map[int]string{200: "/quotes/anon", 404: "/quotes/nobody", 429: "/quotes/anon"}[want]
		if w := ask(h, path, "10.0.0.2:77"); w.Code != want {
			t.Error(w.Code, want)
		}
	}
	for i, want := range []int{200, 200, 429} {
		if w := ask(h, "/quotes/anon", []string{"[2001:db8::1]:1", "[2001:db8::1]:2", "[2001:db8::1]:3"}[i]); w.Code != want {
			t.Error("IPv6", w.Code, want)
		}
	}
	if w := ask(h, "/quotes/anon", "[2001:db8::2]:1"); w.Code != 200 {
		t.Error("another IPv6 address", w.Code)
	}
	now = now.Add(200 * time.Millisecond)
	if w := ask(h, "/quotes/anon", "10.0.0.1:1"); w.Code != 200 {
		t.Error(w.Code)
	}
}
