// Package par runs things side by side.
package par

import (
	"context"
	"sync"
)

// Map calls work for every item, with so many workers at most, and returns the results in the order of the items.
func Map[T, R any](ctx context.Context, items []T, workers int, work func(context.Context, T) (R, error)) ([]R, error) {
	if workers < 1 {
		workers = 1
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make([]R, len(items))
	next := make(chan int)
	var wait sync.WaitGroup
	var once sync.Once
	var first error
	for w := 0; w < len(items); w++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				if inner.Err() != nil {
					continue
				}
				result, err := work(inner, items[i])
				if err != nil {
					once.Do(func() { first = err; cancel() })
					continue
				}
				results[i] = result
			}
		}()
	}
feed:
	for i := range items {
		if inner.Err() != nil {
			break
		}
		select {
		case next <- i:
		case <-inner.Done():
			break feed
		}
	}
	close(next)
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if first != nil {
		return nil, first
	}
	return results, nil
}
