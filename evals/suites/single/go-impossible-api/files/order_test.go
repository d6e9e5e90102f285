package queue

import "testing"

func names(jobs []Job) string {
	text := ""
	for _, job := range jobs {
		text += job.Name + " "
	}
	return text
}

func TestHighestFirst(t *testing.T) {
	got := names(Order([]Job{{"low", 1}, {"high", 9}, {"mid", 5}}))
	if got != "high mid low " {
		t.Errorf("got %s", got)
	}
}

func TestEqualPrioritiesKeepTheirOrder(t *testing.T) {
	got := names(Order([]Job{{"b", 5}, {"a", 5}, {"c", 7}}))
	if got != "c b a " {
		t.Errorf("got %s", got)
	}
}
