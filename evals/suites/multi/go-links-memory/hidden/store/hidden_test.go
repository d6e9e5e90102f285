package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"example.com/links/store"
)

func both(t *testing.T) map[string]store.Store {
	return map[string]store.Store{"memory": store.NewMemory(), "file": store.NewFile(filepath.Join(t.TempDir(), "links.json"))}
}

func TestStores(t *testing.T) {
	for kind, s := range both(t) {
		names, err := s.Names()
		if err != nil || len(names) != 0 {
			t.Fatal(kind, names, err)
		}
		for _, name := range []string{"b", "a", "c", "b"} {
			if err := s.Put(name, "https://example.com/"+name); err != nil {
				t.Fatal(kind, err)
			}
		}
		s.Put("a", "changed")
		if address, err := s.Get("a"); address != "changed" || err != nil {
			t.Error(kind, address, err)
		}
		if names, _ := s.Names(); !reflect.DeepEqual(names, []string{"a", "b", "c"}) {
			t.Error(kind, names)
		}
		if _, err := s.Get("zz"); !errors.Is(err, store.ErrNotFound) {
			t.Error(kind, err)
		}
		if err := s.Delete("b"); err != nil {
			t.Error(kind, err)
		}
		for _, name := range []string{"b", "zz", ""} {
			if err := s.Delete(name); !errors.Is(err, store.ErrNotFound) {
				t.Error(kind, name, err)
			}
		}
		if _, err := s.Get("b"); !errors.Is(err, store.ErrNotFound) {
			t.Error(kind, err)
		}
		if names, _ := s.Names(); !reflect.DeepEqual(names, []string{"a", "c"}) {
			t.Error(kind, names)
		}
	}
}

func TestFileKeepsDeletion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.json")
	store.NewFile(path).Put("a", "1")
	store.NewFile(path).Put("b", "2")
	store.NewFile(path).Delete("a")
	if names, err := store.NewFile(path).Names(); err != nil || !reflect.DeepEqual(names, []string{"b"}) {
		t.Error(names, err)
	}
}

func TestConcurrent(t *testing.T) {
	s := store.NewMemory()
	var group sync.WaitGroup
	for n := 0; n < 6; n++ {
		group.Add(1)
		go func(n int) {
			defer group.Done()
			name := fmt.Sprintf("n%d", n)
			for i := 0; i < 20000; i++ {
				s.Put(name, "x")
				s.Get(name)
				s.Delete(name)
			}
			s.Names()
		}(n)
	}
	group.Wait()
	if names, _ := s.Names(); len(names) != 0 {
		t.Error(names)
	}
	if store.NewMemory() == store.NewMemory() {
		t.Error("the same store twice")
	}
}
