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
	if loan, err := l.Renew("ann", "111", now.Add(day)); err != nil || loan.Renewed != 2 {
		t.Errorf("%+v %v", loan, err)
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
	if _, err := l.Renew("ann", "111", hiddenStart.Add(10*day)); !errors.Is(err, ErrReserved) {
		t.Errorf("%v", err)
	}
	if kept := l.Loans("ann"); kept[0].Renewed != 0 || !kept[0].Due.Equal(hiddenStart.Add(28*day)) {
		t.Errorf("refused, and yet changed: %+v", kept)
	}
	l.Unreserve("bob", "111")
	if _, err := l.Renew("ann", "111", hiddenStart.Add(10*day)); err != nil {
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
	if n, err := l.Import("978-0-306-40615-7;Harbour;B. Rope;2\n0-306-40615-2;Tide;C. Ebb;1"); n != 2 || err != nil {
		t.Errorf("%d %v", n, err)
	}
	if got := l.Catalogue(); got != "C. Ebb: Tide (1 copy)\nB. Rope: Harbour (2 copies)\nA. Salt: The Pier (3 copies)\n" {
		t.Errorf("%q", got)
	}
	weekend := NewClosing(time.Saturday, time.Sunday)
	if weekend.OpenDays(hiddenStart, hiddenStart.AddDate(0, 0, 13)) != 10 || l.PutOff(weekend) != 1 {
		t.Error("closing days changed")
	}
	if got := l.Count(hiddenStart).String(); got != "3 titles, 6 copies\n3 lent, 0 of them late\n3 members, 0 reservations\nowed: 0.00\n" {
		t.Errorf("%q", got)
	}
}
