// Package render shows tasks as text.
package render

import (
	"fmt"
	"strings"

	"example.com/kanban/board"
)

// Line is one line about a task.
func Line(t board.Task) string {
	who := t.Assignee
	if who == "" {
		who = "nobody"
	}
	title := t.Title
	for _, label := range t.Labels {
		title += " #" + label
	}
	return fmt.Sprintf("#%d [%s] %s (%s)", t.ID, t.State, title, who)
}

// Lines is one line for each task.
func Lines(tasks []board.Task) string {
	var lines []string
	for _, t := range tasks {
		lines = append(lines, Line(t))
	}
	return strings.Join(lines, "\n")
}
