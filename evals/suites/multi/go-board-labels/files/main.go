package main

import (
	"log"
	"net/http"
	"time"

	"example.com/kanban/board"
)

func main() {
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", board.Handler(board.New(3, time.Now))))
}
