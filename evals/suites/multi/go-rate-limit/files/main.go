package main

import (
	"log"
	"net/http"

	"example.com/quotes/api"
)

func main() {
	quotes := api.Quotes{"anon": {"Early birds sleep early."}}
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", api.Handler(quotes)))
}
