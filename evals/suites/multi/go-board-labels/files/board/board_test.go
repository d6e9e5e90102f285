package board

import (
	"errors"
	"testing"
	"time"
)

func TestMove(t *testing.T) {
	b := New(1, time.Now)
	b.Add("Paint the door", 2)
	b.Add("Buy paint", 1)
	for id := 1; id <= 2; id++ {
		b.Assign(id, "ann")
	}
	if _, err := b.Move(1, Doing); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Move(2, Doing); !errors.Is(err, ErrConflict) {
		t.Fatal(err)
	}
	if list := b.List(Filter{Text: "paint"}); len(list) != 2 || list[0].ID != 2 {
		t.Fatal(list)
	}
}
