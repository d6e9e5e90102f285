// Package queue keeps jobs in the order of their priority.
package queue

import "sort"

// Job is something to do.
type Job struct {
	Name     string
	Priority int
}

// Order sorts jobs, the highest priority first, then by name.
func Order(jobs []Job) []Job {
	sorted := append([]Job(nil), jobs...)
	sort.Slice(sorted, func(i, j int) bool {
		if sorted[i].Priority != sorted[j].Priority {
			return sorted[i].Priority > sorted[j].Priority
		}
		return sorted[i].Name < sorted[j].Name
	})
	return sorted
}
