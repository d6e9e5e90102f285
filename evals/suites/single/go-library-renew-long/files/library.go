// Package library lends books: members, copies, loans, reservations and fees. All money is in cents.
package library

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"
)

// Errors of this package; compare with errors.Is.
var (
	ErrNoMember    = errors.New("library: no such member")
	ErrNoBook      = errors.New("library: no such book")
	ErrNoCopy      = errors.New("library: all copies are lent")
	ErrLimit       = errors.New("library: too many loans")
	ErrNotLent     = errors.New("library: not lent to this member")
	ErrOwes        = errors.New("library: fees are to be paid first")
	ErrReserved    = errors.New("library: reserved by others")
	ErrDuplicate   = errors.New("library: is there already")
	ErrTooMuchPaid = errors.New("library: more than is owed")
)

// Kind is a kind of membership.
type Kind int

// The kinds of membership.
const (
	Adult Kind = iota
	Child
	Staff
)

// String names a kind.
func (k Kind) String() string {
	switch k {
	case Adult:
		return "adult"
	case Child:
		return "child"
	case Staff:
		return "staff"
	}
	return fmt.Sprintf("kind %d", int(k))
}

// rules says what a kind of member may do.
type rules struct {
	loans  int           // at the same time
	period time.Duration // of one loan
	fee    int           // for each day late
	most   int           // of fees for one loan
}

const day = 24 * time.Hour

var rulesOf = map[Kind]rules{
	Adult: {loans: 6, period: 28 * day, fee: 20, most: 1000},
	Child: {loans: 10, period: 28 * day, fee: 5, most: 200},
	Staff: {loans: 30, period: 90 * day, fee: 0, most: 0},
}

// Book is a title of which there are copies.
type Book struct {
	ISBN   string
	Title  string
	Author string
	Copies int
}

// Loan is a copy that somebody has.
type Loan struct {
	ISBN    string
	Member  string
	Since   time.Time
	Due     time.Time
	Renewed int
}

// Late tells by how many whole or begun days a loan is late.
func (l Loan) Late(now time.Time) int {
	if !now.After(l.Due) {
		return 0
	}
	late := now.Sub(l.Due)
	days := int(late / day)
	if late%day > 0 {
		days++
	}
	return days
}

// Member is somebody who may borrow.
type Member struct {
	ID   string
	Name string
	Kind Kind
	owes int
}

// Library is the whole of it. Use New.
type Library struct {
	books        map[string]*Book
	members      map[string]*Member
	loans        []*Loan
	reservations map[string][]string
}

// New gives an empty library.
func New() *Library {
	return &Library{
		books:        map[string]*Book{},
		members:      map[string]*Member{},
		reservations: map[string][]string{},
	}
}

// AddBook makes a title known, or adds copies of one that is known.
func (l *Library) AddBook(isbn, title, author string, copies int) {
	if book, ok := l.books[isbn]; ok {
		book.Copies += copies
		return
	}
	l.books[isbn] = &Book{ISBN: isbn, Title: title, Author: author, Copies: copies}
}

// Join makes somebody a member.
func (l *Library) Join(id, name string, kind Kind) error {
	if _, ok := l.members[id]; ok {
		return fmt.Errorf("%w: member %s", ErrDuplicate, id)
	}
	l.members[id] = &Member{ID: id, Name: name, Kind: kind}
	return nil
}

// Available tells how many copies of a book are not lent.
func (l *Library) Available(isbn string) (int, error) {
	book, ok := l.books[isbn]
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrNoBook, isbn)
	}
	return book.Copies - len(l.loansOf(isbn)), nil
}

func (l *Library) loansOf(isbn string) []*Loan {
	var found []*Loan
	for _, loan := range l.loans {
		if loan.ISBN == isbn {
			found = append(found, loan)
		}
	}
	return found
}

// Loans lists what a member has, the first due first.
func (l *Library) Loans(member string) []Loan {
	var found []Loan
	for _, loan := range l.loans {
		if loan.Member == member {
			found = append(found, *loan)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].Due.Before(found[j].Due) })
	return found
}

// find gives the loan of a book to a member, and its place in the list.
func (l *Library) find(member, isbn string) (int, *Loan) {
	for i, loan := range l.loans {
		if loan.Member == member && loan.ISBN == isbn {
			return i, loan
		}
	}
	return -1, nil
}

// Lend gives a copy to a member. Who has reserved the book comes first.
func (l *Library) Lend(member, isbn string, now time.Time) (Loan, error) {
	m, ok := l.members[member]
	if !ok {
		return Loan{}, fmt.Errorf("%w: %s", ErrNoMember, member)
	}
	free, err := l.Available(isbn)
	if err != nil {
		return Loan{}, err
	}
	if m.owes > 0 {
		return Loan{}, ErrOwes
	}
	if len(l.Loans(member)) >= rulesOf[m.Kind].loans {
		return Loan{}, ErrLimit
	}
	if free <= 0 {
		return Loan{}, ErrNoCopy
	}
	place := l.placeInQueue(member, isbn)
	if place >= free || (place < 0 && len(l.reservations[isbn]) >= free) {
		return Loan{}, ErrReserved
	}
	l.Unreserve(member, isbn)
	loan := &Loan{ISBN: isbn, Member: member, Since: now, Due: now.Add(rulesOf[m.Kind].period)}
	l.loans = append(l.loans, loan)
	return *loan, nil
}

// Return takes a copy back and gives the fee that was charged for it.
func (l *Library) Return(member, isbn string, now time.Time) (int, error) {
	m, ok := l.members[member]
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrNoMember, member)
	}
	i, loan := l.find(member, isbn)
	if loan == nil {
		return 0, ErrNotLent
	}
	fee := l.feeFor(m, *loan, now)
	m.owes += fee
	l.loans = append(l.loans[:i], l.loans[i+1:]...)
	return fee, nil
}

func (l *Library) feeFor(m *Member, loan Loan, now time.Time) int {
	rule := rulesOf[m.Kind]
	fee := loan.Late(now) * rule.fee
	if fee > rule.most {
		fee = rule.most
	}
	return fee
}

// Owes tells what a member has to pay.
func (l *Library) Owes(member string) (int, error) {
	m, ok := l.members[member]
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrNoMember, member)
	}
	return m.owes, nil
}

// Pay takes money for fees.
func (l *Library) Pay(member string, cents int) error {
	m, ok := l.members[member]
	if !ok {
		return fmt.Errorf("%w: %s", ErrNoMember, member)
	}
	if cents > m.owes {
		return ErrTooMuchPaid
	}
	m.owes -= cents
	return nil
}

// Reserve puts a member at the end of the queue for a book.
func (l *Library) Reserve(member, isbn string) error {
	if _, ok := l.members[member]; !ok {
		return fmt.Errorf("%w: %s", ErrNoMember, member)
	}
	if _, ok := l.books[isbn]; !ok {
		return fmt.Errorf("%w: %s", ErrNoBook, isbn)
	}
	if l.placeInQueue(member, isbn) >= 0 {
		return ErrDuplicate
	}
	l.reservations[isbn] = append(l.reservations[isbn], member)
	return nil
}

// Unreserve takes a member out of the queue for a book, if there.
func (l *Library) Unreserve(member, isbn string) {
	queue := l.reservations[isbn]
	for i, waiting := range queue {
		if waiting == member {
			l.reservations[isbn] = append(queue[:i], queue[i+1:]...)
			return
		}
	}
}

func (l *Library) placeInQueue(member, isbn string) int {
	for i, waiting := range l.reservations[isbn] {
		if waiting == member {
			return i
		}
	}
	return -1
}

// Search finds books whose title or author contains a text, in any case, sorted by title.
func (l *Library) Search(text string) []Book {
	text = strings.ToLower(strings.TrimSpace(text))
	var found []Book
	for _, book := range l.books {
		if strings.Contains(strings.ToLower(book.Title), text) || strings.Contains(strings.ToLower(book.Author), text) {
			found = append(found, *book)
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].Title != found[j].Title {
			return found[i].Title < found[j].Title
		}
		return found[i].ISBN < found[j].ISBN
	})
	return found
}

// Overdue lists the loans that are late, the latest first.
func (l *Library) Overdue(now time.Time) []Loan {
	var late []Loan
	for _, loan := range l.loans {
		if loan.Late(now) > 0 {
			late = append(late, *loan)
		}
	}
	sort.SliceStable(late, func(i, j int) bool { return late[i].Due.Before(late[j].Due) })
	return late
}

// Reminder is the text of a letter to a member with late loans, empty if there are none.
func (l *Library) Reminder(member string, now time.Time) string {
	m, ok := l.members[member]
	if !ok {
		return ""
	}
	var lines []string
	for _, loan := range l.Loans(member) {
		if days := loan.Late(now); days > 0 {
			fee := l.feeFor(m, loan, now)
			lines = append(lines, fmt.Sprintf("- %s: %d days late, %d.%02d", l.books[loan.ISBN].Title, days, fee/100, fee%100))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return fmt.Sprintf("Dear %s,\nplease return:\n%s\n", m.Name, strings.Join(lines, "\n"))
}
