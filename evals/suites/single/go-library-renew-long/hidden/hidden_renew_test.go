package library

import (
	"errors"
	"testing"
	"time"
)

var hiddenStart = time.Date(2024, 5, 6, 10, 0, 0, 0, time.UTC)

func hiddenLibrary(t *testing.T) *Library {
	t.Helper()
	l := New()
	l.AddBook("111", "The Pier", "A. Salt", 3)
	for id, kind := range map[string]Kind{"ann": Adult, "kim": Child, "sam": Staff} {
		if l.Join(id, id, kind) != nil {
			t.Fatal("join")
		}
		if _, err := l.Lend(id, "111", hiddenStart); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func TestHiddenRenewMovesTheDate(t *testing.T) {
	l := hiddenLibrary(t)
	now := hiddenStart.Add(20 * day)
	loan, err := l.Renew("ann", "111", now)
	if err != nil || !loan.Due.Equal(now.Add(28*day)) || loan.Renewed != 1 || !loan.Since.Equal(hiddenStart) {
		t.Fatalf("%+v %v", loan, err)
	}
	if kept := l.Loans("ann"); len(kept) != 1 || kept[0] != loan {
		t.Errorf("kept: %+v", kept)
	}
	if loan, err := l.Renew("sam", "111", now); err != nil || !loan.Due.Equal(now.Add(90*day)) {
		t.Errorf("%+v %v", loan, err)
	}
}

func TestHiddenRenewIsNeverShorter(t *testing.T) {
	l := hiddenLibrary(t)
	loan, err := l.Renew("ann", "111", hiddenStart.Add(-2*day))
	if err != nil || !loan.Due.Equal(hiddenStart.Add(28*day)) || loan.Renewed != 1 {
		t.Errorf("%+v %v", loan, err)
	}
}

func TestHiddenRenewals(t *testing.T) {
	l := hiddenLibrary(t)
	for i := 0; i < 2; i++ {
		if _, err := l.Renew("kim", "111", hiddenStart); err != nil {
			t.Fatal(i, err)
		}
	}
	if _, err := l.Renew("kim", "111", hiddenStart.Add(99*day)); !errors.Is(err, ErrRenewals) {
		t.Errorf("third: %v", err)
	}
	if owes, _ := l.Owes("kim"); owes != 0 {
		t.Errorf("a refused renewal cost %d", owes)
	}
	for i := 0; i < 5; i++ {
		if _, err := l.Renew("sam", "111", hiddenStart); err != nil {
			t.Fatal(i, err)
		}
	}
}

func TestHiddenRenewLate(t *testing.T) {
	l := hiddenLibrary(t)
	now := hiddenStart.Add(30*day + time.Hour)
	loan, err := l.Renew("ann", "111", now)
	if err != nil || !loan.Due.Equal(now.Add(28*day)) {
		t.Fatalf("%+v %v", loan, err)
	}
	if owes, _ := l.Owes("ann"); owes != 60 {
		t.Errorf("owes %d", owes)
	}
	if _, err := l.Renew("ann", "111", now); !errors.Is(err, ErrOwes) {
		t.Errorf("owing: %v", err)
	}
	if fee, _ := l.Return("ann", "111", now.Add(day)); fee != 0 {
		t.Errorf("paid twice: %d", fee)
	}
}

func TestHiddenRenewRefused(t *testing.T) {
	l := hiddenLibrary(t)
	if _, err := l.Renew("nobody", "111", hiddenStart); !errors.Is(err, ErrNoMember) {
		t.Errorf("%v", err)
	}
	if _, err := l.Renew("ann", "999", hiddenStart); !errors.Is(err, ErrNotLent) {
		t.Errorf("%v", err)
	}
	if l.Join("bob", "Bob", Adult) != nil || l.Reserve("bob", "111") != nil {
		t.Fatal("reserve")
	}
	if _, err := l.Renew("ann", "111", hiddenStart.Add(40*day)); !errors.Is(err, ErrReserved) {
		t.Errorf("%v", err)
	}
	if owes, _ := l.Owes("ann"); owes != 0 {
		t.Errorf("a refused renewal cost %d", owes)
	}
	l.Unreserve("bob", "111")
	if _, err := l.Renew("ann", "111", hiddenStart); err != nil {
		t.Error(err)
	}
}

func TestHiddenTheRestIsThere(t *testing.T) {
	l := hiddenLibrary(t)
	if len(l.Search("pier")) != 1 || len(l.Overdue(hiddenStart.Add(29*day))) != 2 || Kind(2).String() != "staff" {
		t.Error("something else changed")
	}
	want := "Dear ann,\nplease return:\n- The Pier: 1 days late, 0.20\n"
	if got := l.Reminder("ann", hiddenStart.Add(29*day)); got != want {
		t.Errorf("%q", got)
	}
}
