// Package board keeps the tasks of a team and serves them over HTTP.
package board

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

// State says how far a task is.
type State string

// The states, in the order of work.
const (
	Open   State = "open"
	Doing  State = "doing"
	Review State = "review"
	Done   State = "done"
)

var moves = map[State][]State{
	Open:   {Doing},
	Doing:  {Open, Review, Done},
	Review: {Doing, Done},
	Done:   {Doing},
}

// Errors that callers can tell apart.
var (
	ErrNotFound = errors.New("no such task")
	ErrInvalid  = errors.New("invalid")
	ErrConflict = errors.New("conflict")
)

// Task is something to do.
type Task struct {
	ID       int       `json:"id"`
	Title    string    `json:"title"`
	State    State     `json:"state"`
	Assignee string    `json:"assignee,omitempty"`
	Priority int       `json:"priority"`
	Labels   []string  `json:"labels,omitempty"`
	Created  time.Time `json:"created"`
	Changed  time.Time `json:"changed"`
	Comments []Comment `json:"comments,omitempty"`
}

// Comment is something that was said about a task.
type Comment struct {
	Author string    `json:"author"`
	Text   string    `json:"text"`
	At     time.Time `json:"at"`
}

// Board holds all tasks; several goroutines may use it.
type Board struct {
	mutex sync.RWMutex
	tasks map[int]*Task
	next  int
	limit int
	now   func() time.Time
}

// New returns an empty board. At most limit tasks may be in the state doing for each assignee; 0 is no limit.
func New(limit int, now func() time.Time) *Board {
	return &Board{tasks: map[int]*Task{}, next: 1, limit: limit, now: now}
}

// Add adds a task with a priority from 1 (high) to 5.
func (b *Board) Add(title string, priority int) (Task, error) {
	title = strings.TrimSpace(title)
	if title == "" {
		return Task{}, fmt.Errorf("%w: the title is empty", ErrInvalid)
	}
	if priority < 1 || priority > 5 {
		return Task{}, fmt.Errorf("%w: priority %d", ErrInvalid, priority)
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	at := b.now()
	task := &Task{ID: b.next, Title: title, State: Open, Priority: priority, Created: at, Changed: at}
	b.tasks[task.ID] = task
	b.next++
	return task.copy(), nil
}

func (t *Task) copy() Task {
	c := *t
	c.Comments = append([]Comment(nil), t.Comments...)
	c.Labels = append([]string(nil), t.Labels...)
	return c
}

func (b *Board) find(id int) (*Task, error) {
	task, ok := b.tasks[id]
	if !ok {
		return nil, fmt.Errorf("%w: %d", ErrNotFound, id)
	}
	return task, nil
}

// Get returns a task.
func (b *Board) Get(id int) (Task, error) {
	b.mutex.RLock()
	defer b.mutex.RUnlock()
	task, err := b.find(id)
	if err != nil {
		return Task{}, err
	}
	return task.copy(), nil
}

// Filter says which tasks are wanted; empty fields mean all.
type Filter struct {
	State    State
	Assignee string
	Text     string
	Labels   []string
}

func (f Filter) fits(t *Task) bool {
	if f.State != "" && t.State != f.State {
		return false
	}
	if f.Assignee != "" && t.Assignee != f.Assignee {
		return false
	}
	for _, label := range f.Labels {
		if !slices.Contains(t.Labels, cleanLabel(label)) {
			return false
		}
	}
	return strings.Contains(strings.ToLower(t.Title), strings.ToLower(f.Text))
}

// List returns the tasks that fit, by priority and number.
func (b *Board) List(filter Filter) []Task {
	b.mutex.RLock()
	defer b.mutex.RUnlock()
	found := []Task{}
	for _, task := range b.tasks {
		if filter.fits(task) {
			found = append(found, task.copy())
		}
	}
	sort.Slice(found, func(i, j int) bool {
		if found[i].Priority != found[j].Priority {
			return found[i].Priority < found[j].Priority
		}
		return found[i].ID < found[j].ID
	})
	return found
}

func (b *Board) doing(assignee string) int {
	count := 0
	for _, task := range b.tasks {
		if task.State == Doing && task.Assignee == assignee {
			count++
		}
	}
	return count
}

// Move brings a task into another state.
func (b *Board) Move(id int, to State) (Task, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	task, err := b.find(id)
	if err != nil {
		return Task{}, err
	}
	if _, known := moves[to]; !known {
		return Task{}, fmt.Errorf("%w: state %q", ErrInvalid, to)
	}
	allowed := false
	for _, state := range moves[task.State] {
		allowed = allowed || state == to
	}
	if !allowed {
		return Task{}, fmt.Errorf("%w: %s -> %s", ErrConflict, task.State, to)
	}
	if to == Doing && b.limit > 0 && task.Assignee != "" && b.doing(task.Assignee) >= b.limit {
		return Task{}, fmt.Errorf("%w: %s has enough to do", ErrConflict, task.Assignee)
	}
	task.State = to
	task.Changed = b.now()
	return task.copy(), nil
}

// Assign gives a task to somebody, or to nobody.
func (b *Board) Assign(id int, assignee string) (Task, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	task, err := b.find(id)
	if err != nil {
		return Task{}, err
	}
	assignee = strings.TrimSpace(assignee)
	busy := task.State == Doing && assignee != task.Assignee && assignee != ""
	if busy && b.limit > 0 && b.doing(assignee) >= b.limit {
		return Task{}, fmt.Errorf("%w: %s has enough to do", ErrConflict, assignee)
	}
	task.Assignee = assignee
	task.Changed = b.now()
	return task.copy(), nil
}

// Comment adds a comment to a task.
func (b *Board) Comment(id int, author, text string) (Task, error) {
	if strings.TrimSpace(author) == "" || strings.TrimSpace(text) == "" {
		return Task{}, fmt.Errorf("%w: a comment needs an author and a text", ErrInvalid)
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	task, err := b.find(id)
	if err != nil {
		return Task{}, err
	}
	task.Comments = append(task.Comments, Comment{Author: author, Text: text, At: b.now()})
	task.Changed = b.now()
	return task.copy(), nil
}

var labelPattern = regexp.MustCompile(`^[a-z0-9-]+$`)

func cleanLabel(text string) string {
	return strings.ToLower(strings.TrimSpace(text))
}

// Label removes labels from a task and adds others.
func (b *Board) Label(id int, add, remove []string) (Task, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	task, err := b.find(id)
	if err != nil {
		return Task{}, err
	}
	labels := slices.DeleteFunc(slices.Clone(task.Labels), func(label string) bool {
		return slices.ContainsFunc(remove, func(text string) bool { return cleanLabel(text) == label })
	})
	for _, text := range add {
		label := cleanLabel(text)
		if !labelPattern.MatchString(label) {
			return Task{}, fmt.Errorf("%w: label %q", ErrInvalid, text)
		}
		labels = append(labels, label)
	}
	slices.Sort(labels)
	labels = slices.Compact(labels)
	if !slices.Equal(labels, task.Labels) {
		task.Labels = labels
		task.Changed = b.now()
	}
	return task.copy(), nil
}

// LabelCounts returns the number of tasks with each label that are not done.
func (b *Board) LabelCounts() map[string]int {
	b.mutex.RLock()
	defer b.mutex.RUnlock()
	counts := map[string]int{}
	for _, task := range b.tasks {
		if task.State == Done {
			continue
		}
		for _, label := range task.Labels {
			counts[label]++
		}
	}
	return counts
}

// Remove removes a task that is done.
func (b *Board) Remove(id int) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	task, err := b.find(id)
	if err != nil {
		return err
	}
	if task.State != Done {
		return fmt.Errorf("%w: task %d is not done", ErrConflict, id)
	}
	delete(b.tasks, id)
	return nil
}

// Counts returns the number of tasks in each state.
func (b *Board) Counts() map[State]int {
	b.mutex.RLock()
	defer b.mutex.RUnlock()
	counts := map[State]int{Open: 0, Doing: 0, Review: 0, Done: 0}
	for _, task := range b.tasks {
		counts[task.State]++
	}
	return counts
}

// Handler serves the board:
//
//	GET    /tasks?state=&assignee=&text=&label=
//	POST   /tasks                {"title", "priority"}
//	GET    /tasks/ID
//	DELETE /tasks/ID
//	POST   /tasks/ID/move        {"to"}
//	POST   /tasks/ID/assign      {"assignee"}
//	POST   /tasks/ID/comments    {"author", "text"}
//	POST   /tasks/ID/labels      {"add", "remove"}
//	GET    /counts
//	GET    /labels
func Handler(b *Board) http.Handler {
	return &handler{board: b}
}

type handler struct {
	board *Board
}

type request struct {
	Title    string `json:"title"`
	Priority int    `json:"priority"`
	To       State  `json:"to"`
	Assignee string `json:"assignee"`
	Author   string `json:"author"`
	Text     string `json:"text"`
	Add      []string `json:"add"`
	Remove   []string `json:"remove"`
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	var body request
	if r.Method == http.MethodPost {
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			reply(w, nil, fmt.Errorf("%w: the body is not JSON", ErrInvalid), 0)
			return
		}
	}
	key := r.Method + " " + parts[0]
	id := 0
	if len(parts) > 1 {
		number, err := strconv.Atoi(parts[1])
		if err != nil {
			reply(w, nil, fmt.Errorf("%w: %s", ErrNotFound, parts[1]), 0)
			return
		}
		id = number
		key += "/ID"
	}
	if len(parts) > 2 {
		key += "/" + strings.Join(parts[2:], "/")
	}
	h.route(w, r, key, id, body)
}

func (h *handler) route(w http.ResponseWriter, r *http.Request, key string, id int, body request) {
	switch key {
	case "GET tasks":
		query := r.URL.Query()
		filter := Filter{State: State(query.Get("state")), Assignee: query.Get("assignee"), Text: query.Get("text")}
		filter.Labels = query["label"]
		reply(w, h.board.List(filter), nil, http.StatusOK)
	case "POST tasks":
		task, err := h.board.Add(body.Title, body.Priority)
		reply(w, task, err, http.StatusCreated)
	case "GET tasks/ID":
		task, err := h.board.Get(id)
		reply(w, task, err, http.StatusOK)
	case "DELETE tasks/ID":
		reply(w, nil, h.board.Remove(id), http.StatusNoContent)
	case "POST tasks/ID/move":
		task, err := h.board.Move(id, body.To)
		reply(w, task, err, http.StatusOK)
	case "POST tasks/ID/assign":
		task, err := h.board.Assign(id, body.Assignee)
		reply(w, task, err, http.StatusOK)
	case "POST tasks/ID/comments":
		task, err := h.board.Comment(id, body.Author, body.Text)
		reply(w, task, err, http.StatusCreated)
	case "POST tasks/ID/labels":
		task, err := h.board.Label(id, body.Add, body.Remove)
		reply(w, task, err, http.StatusOK)
	case "GET labels":
		reply(w, h.board.LabelCounts(), nil, http.StatusOK)
	case "GET counts":
		reply(w, h.board.Counts(), nil, http.StatusOK)
	default:
		reply(w, nil, fmt.Errorf("%w: %s", ErrNotFound, r.URL.Path), 0)
	}
}

func reply(w http.ResponseWriter, value any, err error, status int) {
	switch {
	case errors.Is(err, ErrNotFound):
		status = http.StatusNotFound
	case errors.Is(err, ErrInvalid):
		status = http.StatusBadRequest
	case errors.Is(err, ErrConflict):
		status = http.StatusConflict
	}
	if err != nil {
		value = map[string]string{"error": err.Error()}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if value != nil {
		json.NewEncoder(w).Encode(value)
	}
}
