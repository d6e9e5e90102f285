package queue

import "testing"

func TestEqualPrioritiesAreSortedByName(t *testing.T) {
	got := names(Order([]Job{{"b", 5}, {"a", 5}, {"c", 7}}))
	if got != "c a b " {
		t.Errorf("got %s", got)
	}
}
