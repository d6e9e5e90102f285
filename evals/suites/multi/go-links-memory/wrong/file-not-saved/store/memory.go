package store

import (
	"sort"
	"sync"
)

// Memory keeps everything in memory; several goroutines may use it.
type Memory struct {
	mutex   sync.RWMutex
	entries map[string]string
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{entries: map[string]string{}}
}

// Put keeps an address.
func (m *Memory) Put(name, address string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.entries[name] = address
	return nil
}

// Get returns the address of a name.
func (m *Memory) Get(name string) (string, error) {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	address, ok := m.entries[name]
	if !ok {
		return "", ErrNotFound
	}
	return address, nil
}

// Delete removes a name.
func (m *Memory) Delete(name string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if _, ok := m.entries[name]; !ok {
		return ErrNotFound
	}
	delete(m.entries, name)
	return nil
}

// Names returns all names, sorted.
func (m *Memory) Names() ([]string, error) {
	m.mutex.RLock()
	defer m.mutex.RUnlock()
	names := make([]string, 0, len(m.entries))
	for name := range m.entries {
		names = append(names, name)
	}
	sort.Strings(names)
	return names, nil
}
