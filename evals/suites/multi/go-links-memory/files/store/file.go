package store

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"sort"
)

// File keeps everything in one JSON file, which is read and written each time.
type File struct {
	path string
}

// NewFile returns a store in the file at path, which need not exist.
func NewFile(path string) *File {
	return &File{path: path}
}

func (f *File) load() (map[string]string, error) {
	entries := map[string]string{}
	data, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return entries, nil
	}
	if err != nil {
		return nil, err
	}
	return entries, json.Unmarshal(data, &entries)
}

// Put keeps an address.
func (f *File) Put(name, address string) error {
	entries, err := f.load()
	if err != nil {
		return err
	}
	entries[name] = address
	data, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(f.path, data, 0o644)
}

// Get returns the address of a name.
func (f *File) Get(name string) (string, error) {
	entries, err := f.load()
	if err != nil {
		return "", err
	}
	address, ok := entries[name]
	if !ok {
		return "", ErrNotFound
	}
	return address, nil
}

// Names returns all names, sorted.
func (f *File) Names() ([]string, error) {
	entries, err := f.load()
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(entries))
	for name := range entries {
		names = append(names, name)
	}
	sort.Strings(names)
	return names, nil
}
