package library

import (
	"errors"
	"testing"
	"time"
)

var monday = time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)

func small(t *testing.T) *Library {
	t.Helper()
	l := New()
	l.AddBook("111", "The Pier", "A. Salt", 2)
	for id, kind := range map[string]Kind{"ann": Adult, "kim": Child, "sam": Staff} {
		if err := l.Join(id, id, kind); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func TestLendAndReturnLate(t *testing.T) {
	l := small(t)
	if _, err := l.Lend("ann", "111", monday); err != nil {
		t.Fatal(err)
	}
	fee, err := l.Return("ann", "111", monday.Add(30*day))
	if err != nil || fee != 40 {
		t.Errorf("fee %d, %v", fee, err)
	}
	if _, err := l.Lend("ann", "111", monday); !errors.Is(err, ErrOwes) {
		t.Errorf("got %v", err)
	}
}

func TestReservedBooksAreKept(t *testing.T) {
	l := small(t)
	_ = l.Reserve("kim", "111")
	_ = l.Reserve("sam", "111")
	if _, err := l.Lend("ann", "111", monday); !errors.Is(err, ErrReserved) {
		t.Errorf("got %v", err)
	}
	if _, err := l.Lend("kim", "111", monday); err != nil {
		t.Error(err)
	}
}
