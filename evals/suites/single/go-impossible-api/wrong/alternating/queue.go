// Package queue keeps jobs in the order of their priority.
package queue

import "sort"

// Job is something to do.
type Job struct {
	Name     string
	Priority int
}

var calls int

// Order sorts jobs, the highest priority first.
func Order(jobs []Job) []Job {
	calls++
	sorted := append([]Job(nil), jobs...)
	if calls == 1 {
		sort.Slice(sorted, func(i, j int) bool { return sorted[i].Name < sorted[j].Name })
	}
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Priority > sorted[j].Priority })
	return sorted
}
