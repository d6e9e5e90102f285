package render_test

import (
	"testing"

	"example.com/kanban/board"
	"example.com/kanban/render"
)

func TestLine(t *testing.T) {
	for want, task := range map[string]board.Task{
		"#1 [open] Buy paint #diy #home (nobody)": {ID: 1, State: board.Open, Title: "Buy paint", Labels: []string{"diy", "home"}},
		"#2 [done] Call (bo)":                     {ID: 2, State: board.Done, Title: "Call", Assignee: "bo"},
		"#3 [doing] X #a (ann)":                   {ID: 3, State: board.Doing, Title: "X", Assignee: "ann", Labels: []string{"a"}},
	} {
		if got := render.Line(task); got != want {
			t.Errorf("%q", got)
		}
	}
	if got := render.Lines([]board.Task{{ID: 1, State: board.Open, Title: "A", Labels: []string{"x"}}, {ID: 2, State: board.Open, Title: "B"}}); got != "#1 [open] A #x (nobody)\n#2 [open] B (nobody)" {
		t.Errorf("%q", got)
	}
}
