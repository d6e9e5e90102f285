package main

import (
	"log"
	"net/http"
	"time"

	"example.com/quotes/api"
	"example.com/quotes/limit"
)

func main() {
	quotes := api.Quotes{"anon": {"Early birds sleep early."}}
	limiter := limit.New(20, time.Second, time.Now)
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", api.Limited(api.Handler(quotes), limiter)))
}
