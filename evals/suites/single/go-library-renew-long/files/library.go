// Package library lends books: members, copies, loans, reservations and fees. All money is in cents.
package library

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
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

// Closing says on which days nobody can bring anything back.
type Closing struct {
	Weekdays map[time.Weekday]bool
	Holidays map[string]bool // 2024-12-25
}

// NewClosing closes on the given days of every week.
func NewClosing(weekdays ...time.Weekday) *Closing {
	c := &Closing{Weekdays: map[time.Weekday]bool{}, Holidays: map[string]bool{}}
	for _, weekday := range weekdays {
		c.Weekdays[weekday] = true
	}
	return c
}

// AddHoliday closes on one day.
func (c *Closing) AddHoliday(date time.Time) {
	c.Holidays[date.Format(time.DateOnly)] = true
}

// Open says whether the library is open on a day.
func (c *Closing) Open(date time.Time) bool {
	return !c.Weekdays[date.Weekday()] && !c.Holidays[date.Format(time.DateOnly)]
}

// NextOpen gives the same time on the first day from date on that the library is open. It gives up after a year.
func (c *Closing) NextOpen(date time.Time) time.Time {
	for i := 0; i < 366; i++ {
		if c.Open(date) {
			return date
		}
		date = date.AddDate(0, 0, 1)
	}
	return date
}

// OpenDays counts the days on which the library is open, from and to included.
func (c *Closing) OpenDays(from, to time.Time) int {
	days := 0
	for !from.After(to) {
		if c.Open(from) {
			days++
		}
		from = from.AddDate(0, 0, 1)
	}
	return days
}

// PutOff moves the due dates of all loans that end on a closed day to the next open one, and tells how many it moved.
func (l *Library) PutOff(c *Closing) int {
	moved := 0
	for _, loan := range l.loans {
		if open := c.NextOpen(loan.Due); open.After(loan.Due) {
			loan.Due = open
			moved++
		}
	}
	return moved
}

// Leave ends a membership. Whoever has books or owes money can't leave.
func (l *Library) Leave(id string) error {
	m, ok := l.members[id]
	if !ok {
		return fmt.Errorf("%w: %s", ErrNoMember, id)
	}
	if m.owes > 0 {
		return ErrOwes
	}
	if loans := l.Loans(id); len(loans) > 0 {
		return fmt.Errorf("%w: %s has %d books", ErrLimit, id, len(loans))
	}
	for isbn := range l.reservations {
		l.Unreserve(id, isbn)
	}
	delete(l.members, id)
	return nil
}

// Rename changes the name of a member; blanks around it don't count and an empty name is refused.
func (l *Library) Rename(id, name string) error {
	m, ok := l.members[id]
	if !ok {
		return fmt.Errorf("%w: %s", ErrNoMember, id)
	}
	name = strings.TrimSpace(name)
	if name == "" {
		return errors.New("library: a member has a name")
	}
	m.Name = name
	return nil
}

// ChangeKind makes another kind of member of somebody, unless there are too many loans for it.
func (l *Library) ChangeKind(id string, kind Kind) error {
	m, ok := l.members[id]
	if !ok {
		return fmt.Errorf("%w: %s", ErrNoMember, id)
	}
	rule, ok := rulesOf[kind]
	if !ok {
		return fmt.Errorf("library: there is no %s", kind)
	}
	if len(l.Loans(id)) > rule.loans {
		return ErrLimit
	}
	m.Kind = kind
	return nil
}

// Members lists everybody by name.
func (l *Library) Members() []Member {
	all := make([]Member, 0, len(l.members))
	for _, m := range l.members {
		all = append(all, *m)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].Name != all[j].Name {
			return all[i].Name < all[j].Name
		}
		return all[i].ID < all[j].ID
	})
	return all
}

// Debtors lists the members who owe at least so much, the largest debt first.
func (l *Library) Debtors(least int) []Member {
	var found []Member
	for _, m := range l.Members() {
		if m.owes > 0 && m.owes >= least {
			found = append(found, m)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].owes > found[j].owes })
	return found
}

// Withdraw takes copies of a book out of the library for good. Lent ones can't be taken.
func (l *Library) Withdraw(isbn string, copies int) error {
	book, ok := l.books[isbn]
	if !ok {
		return fmt.Errorf("%w: %s", ErrNoBook, isbn)
	}
	free, err := l.Available(isbn)
	if err != nil {
		return err
	}
	if copies > free {
		return fmt.Errorf("%w: %d of %s are here", ErrNoCopy, free, isbn)
	}
	book.Copies -= copies
	if book.Copies == 0 {
		delete(l.books, isbn)
		delete(l.reservations, isbn)
	}
	return nil
}

// Queue gives the members who wait for a book, in their order.
func (l *Library) Queue(isbn string) []string {
	return append([]string(nil), l.reservations[isbn]...)
}

// Next tells who may fetch the book now: as many of the queue as there are free copies.
func (l *Library) Next(isbn string) []string {
	free, err := l.Available(isbn)
	if err != nil || free <= 0 {
		return nil
	}
	queue := l.Queue(isbn)
	if len(queue) > free {
		queue = queue[:free]
	}
	return queue
}

// WaitingFor lists the books that a member has reserved, with the place in each queue from 1.
func (l *Library) WaitingFor(member string) map[string]int {
	places := map[string]int{}
	for isbn := range l.reservations {
		if place := l.placeInQueue(member, isbn); place >= 0 {
			places[isbn] = place + 1
		}
	}
	return places
}

// Expected is the first day on which a copy should be there again; the zero time if one is there already.
func (l *Library) Expected(isbn string) (time.Time, error) {
	free, err := l.Available(isbn)
	if err != nil || free > 0 {
		return time.Time{}, err
	}
	var first time.Time
	for _, loan := range l.loansOf(isbn) {
		if first.IsZero() || loan.Due.Before(first) {
			first = loan.Due
		}
	}
	return first, nil
}

// ValidISBN checks the check digit of an ISBN with 10 or 13 digits; dashes and blanks don't count.
func ValidISBN(text string) bool {
	digits := strings.NewReplacer("-", "", " ", "").Replace(text)
	switch len(digits) {
	case 10:
		return validISBN10(digits)
	case 13:
		return validISBN13(digits)
	}
	return false
}

func validISBN10(digits string) bool {
	sum := 0
	for i, digit := range digits {
		value := int(digit - '0')
		if i == 9 && (digit == 'X' || digit == 'x') {
			value = 10
		} else if digit < '0' || digit > '9' {
			return false
		}
		sum += (10 - i) * value
	}
	return sum%11 == 0
}

func validISBN13(digits string) bool {
	sum := 0
	for i, digit := range digits {
		if digit < '0' || digit > '9' {
			return false
		}
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += weight * int(digit-'0')
	}
	return sum%10 == 0
}

// SortTitle is a title as it is sorted: in small letters, without an article in front.
func SortTitle(title string) string {
	title = strings.ToLower(strings.TrimSpace(title))
	for _, article := range []string{"the ", "a ", "an "} {
		if rest := strings.TrimPrefix(title, article); rest != title {
			return strings.TrimSpace(rest)
		}
	}
	return title
}

// LastName is the name by which an author is sorted: "A. Salt" is "Salt", "Salt, A." too.
func LastName(author string) string {
	if name, _, found := strings.Cut(author, ","); found {
		return strings.TrimSpace(name)
	}
	words := strings.Fields(author)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// Catalogue is the list of all books by author and title, one a line.
func (l *Library) Catalogue() string {
	books := make([]*Book, 0, len(l.books))
	for _, book := range l.books {
		books = append(books, book)
	}
	sort.Slice(books, func(i, j int) bool {
		a, b := LastName(books[i].Author), LastName(books[j].Author)
		if a != b {
			return a < b
		}
		return SortTitle(books[i].Title) < SortTitle(books[j].Title)
	})
	var text strings.Builder
	for _, book := range books {
		fmt.Fprintf(&text, "%s: %s (%s)\n", book.Author, book.Title, pieces(book.Copies, "copy", "copies"))
	}
	return text.String()
}

func pieces(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", count, many)
}

// Import reads books from lines like `978-0-306-40615-7;The Pier;A. Salt;2` and tells how many titles were added.
// Blank lines and lines that begin with # are skipped. Nothing is added if a line is wrong.
func (l *Library) Import(text string) (int, error) {
	var read []Book
	for number, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		book, err := parseBook(line)
		if err != nil {
			return 0, fmt.Errorf("line %d: %w", number+1, err)
		}
		read = append(read, book)
	}
	for _, book := range read {
		l.AddBook(book.ISBN, book.Title, book.Author, book.Copies)
	}
	return len(read), nil
}

func parseBook(line string) (Book, error) {
	fields := strings.Split(line, ";")
	if len(fields) != 4 {
		return Book{}, fmt.Errorf("4 fields are needed, not %d", len(fields))
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	if !ValidISBN(fields[0]) {
		return Book{}, fmt.Errorf("not an ISBN: %s", fields[0])
	}
	copies, err := strconv.Atoi(fields[3])
	if err != nil || copies < 1 {
		return Book{}, fmt.Errorf("not a number of copies: %s", fields[3])
	}
	return Book{ISBN: fields[0], Title: fields[1], Author: fields[2], Copies: copies}, nil
}

// Export writes all books in the format of Import, sorted by ISBN.
func (l *Library) Export() string {
	var lines []string
	for _, book := range l.books {
		lines = append(lines, fmt.Sprintf("%s;%s;%s;%d", book.ISBN, book.Title, book.Author, book.Copies))
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

// Figures sum up the library on one day.
type Figures struct {
	Titles, Copies, Lent, Late, Waiting, Members, Owed int
}

// Count sums everything up.
func (l *Library) Count(now time.Time) Figures {
	figures := Figures{Titles: len(l.books), Members: len(l.members), Lent: len(l.loans), Late: len(l.Overdue(now))}
	for _, book := range l.books {
		figures.Copies += book.Copies
	}
	for _, queue := range l.reservations {
		figures.Waiting += len(queue)
	}
	for _, m := range l.members {
		figures.Owed += m.owes
	}
	return figures
}

// String is a report of the figures.
func (f Figures) String() string {
	lines := []string{
		fmt.Sprintf("%s, %s", pieces(f.Titles, "title", "titles"), pieces(f.Copies, "copy", "copies")),
		fmt.Sprintf("%d lent, %d of them late", f.Lent, f.Late),
		fmt.Sprintf("%s, %d reservations", pieces(f.Members, "member", "members"), f.Waiting),
		fmt.Sprintf("owed: %d.%02d", f.Owed/100, f.Owed%100),
	}
	return strings.Join(lines, "\n") + "\n"
}

// DueOn lists the loans that are due on the day of date, by member.
func (l *Library) DueOn(date time.Time) map[string][]string {
	due := map[string][]string{}
	for _, loan := range l.loans {
		if loan.Due.Format(time.DateOnly) == date.Format(time.DateOnly) {
			due[loan.Member] = append(due[loan.Member], loan.ISBN)
		}
	}
	for _, isbns := range due {
		sort.Strings(isbns)
	}
	return due
}

// Slip is what is printed when a book is lent.
func (l *Library) Slip(loan Loan) string {
	title := loan.ISBN
	if book, ok := l.books[loan.ISBN]; ok {
		title = book.Title
	}
	name := loan.Member
	if m, ok := l.members[loan.Member]; ok {
		name = m.Name
	}
	return fmt.Sprintf("%s\nlent to %s\nplease return by %s\n", title, name, loan.Due.Format("2 January 2006"))
}
