package board_test

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"example.com/kanban/board"
)

func filled() (*board.Board, *time.Time) {
	at := time.Unix(1000, 0)
	b := board.New(0, func() time.Time { return at })
	for _, title := range []string{"Buy paint", "Paint the door", "Call Bo"} {
		b.Add(title, 3)
	}
	return b, &at
}

func labels(t *testing.T, b *board.Board, id int, want ...string) {
	t.Helper()
	task, err := b.Get(id)
	if err != nil || len(task.Labels) != len(want) || (len(want) > 0 && !reflect.DeepEqual(task.Labels, want)) {
		t.Fatalf("%q %v instead of %q", task.Labels, err, want)
	}
}

func TestLabel(t *testing.T) {
	b, _ := filled()
	task, err := b.Label(1, []string{"home", " DIY ", "home", "x-2"}, nil)
	if err != nil || !reflect.DeepEqual(task.Labels, []string{"diy", "home", "x-2"}) {
		t.Fatal(task, err)
	}
	labels(t, b, 1, "diy", "home", "x-2")
	labels(t, b, 2)
	b.Label(1, []string{"new", "home"}, []string{"Home", "DIY", "nothing"})
	labels(t, b, 1, "home", "new", "x-2")
	b.Label(1, nil, []string{"home", "new", "x-2"})
	labels(t, b, 1)
	if _, err := b.Label(99, []string{"a"}, nil); !errors.Is(err, board.ErrNotFound) {
		t.Error(err)
	}
}

func TestInvalid(t *testing.T) {
	b, _ := filled()
	b.Label(1, []string{"a"}, nil)
	for _, bad := range []string{"", "  ", "two words", "ä", "a_b", "#a", "a.b"} {
		if _, err := b.Label(1, []string{"fine", bad}, []string{"a"}); !errors.Is(err, board.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
		labels(t, b, 1, "a")
	}
}

func TestChanged(t *testing.T) {
	b, at := filled()
	b.Label(1, []string{"a"}, nil)
	for second, change := range []func(){
		func() { b.Label(1, []string{"a"}, nil) }, func() { b.Label(1, nil, []string{"b"}) }, func() { b.Label(1, nil, nil) }, func() { b.Label(1, []string{"a"}, []string{"a"}) },
	} {
		*at = time.Unix(2000+int64(second), 0)
		change()
		if task, _ := b.Get(1); !task.Changed.Equal(time.Unix(1000, 0)) {
			t.Error(second, task.Changed)
		}
	}
	b.Label(1, []string{"b"}, nil)
	if task, _ := b.Get(1); !task.Changed.Equal(*at) {
		t.Error(task.Changed)
	}
}

func TestCopies(t *testing.T) {
	b, _ := filled()
	given := []string{"b", "a"}
	first, _ := b.Label(1, given, nil)
	first.Labels[0] = "changed"
	got, _ := b.Get(1)
	got.Labels[0] = "changed"
	b.List(board.Filter{})[0].Labels[0] = "changed"
	moved, _ := b.Move(1, board.Doing)
	moved.Labels[1] = "changed"
	given[0] = "changed"
	labels(t, b, 1, "a", "b")
}

func TestFilterAndCounts(t *testing.T) {
	b, _ := filled()
	b.Label(1, []string{"a", "b"}, nil)
	b.Label(2, []string{"b"}, nil)
	b.Label(3, []string{"a", "b", "c"}, nil)
	ids := func(want ...string) (found []int) {
		for _, task := range b.List(board.Filter{Labels: want}) {
			found = append(found, task.ID)
		}
		return found
	}
	for _, c := range []struct {
		want []string
		ids  []int
	}{{nil, []int{1, 2, 3}}, {[]string{"b"}, []int{1, 2, 3}}, {[]string{"a", "b"}, []int{1, 3}}, {[]string{" A ", "C"}, []int{3}}, {[]string{"z"}, nil}} {
		if got := ids(c.want...); !reflect.DeepEqual(got, c.ids) {
			t.Error(c.want, got)
		}
	}
	if got := b.LabelCounts(); !reflect.DeepEqual(got, map[string]int{"a": 2, "b": 3, "c": 1}) {
		t.Error(got)
	}
	b.Move(3, board.Doing)
	b.Move(3, board.Done)
	if got := b.LabelCounts(); !reflect.DeepEqual(got, map[string]int{"a": 1, "b": 2}) {
		t.Error(got)
	}
	if got := board.New(0, time.Now).LabelCounts(); len(got) != 0 {
		t.Error(got)
	}
}

func ask(b *board.Board, method, target, body string) (int, string) {
	w := httptest.NewRecorder()
	board.Handler(b).ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w.Code, w.Body.String()
}

func TestHTTP(t *testing.T) {
	b, _ := filled()
	code, body := ask(b, "POST", "/tasks/1/labels", `{"add": ["Home", "diy"], "remove": ["x"]}`)
	var task board.Task
	if json.Unmarshal([]byte(body), &task); code != 200 || !reflect.DeepEqual(task.Labels, []string{"diy", "home"}) || !strings.Contains(body, `"labels":["diy","home"]`) {
		t.Error(code, body)
	}
	ask(b, "POST", "/tasks/2/labels", `{"add": ["home"]}`)
	for target, count := range map[string]int{"/tasks?label=home": 2, "/tasks?label=home&label=diy": 1, "/tasks": 3, "/tasks?label=none": 0, "/tasks?label=home&text=door": 1} {
		code, body := ask(b, "GET", target, "")
		var list []board.Task
		if json.Unmarshal([]byte(body), &list); code != 200 || len(list) != count {
			t.Error(target, code, body)
		}
	}
	if code, body := ask(b, "GET", "/labels", ""); code != 200 || strings.TrimSpace(body) != `{"diy":1,"home":2}` {
		t.Error(code, body)
	}
	if code, _ := ask(b, "POST", "/tasks/1/labels", `{"add": ["not good"]}`); code != 400 {
		t.Error(code)
	}
	if code, _ := ask(b, "POST", "/tasks/9/labels", `{"add": ["good"]}`); code != 404 {
		t.Error(code)
	}
	if _, body := ask(b, "GET", "/tasks/3", ""); strings.Contains(body, "labels") {
		t.Error(body)
	}
	if code, _ := ask(b, "GET", "/counts", ""); code != 200 {
		t.Error(code)
	}
}
