// Package store keeps short names for addresses.
package store

import "errors"

// ErrNotFound says that there is no such name.
var ErrNotFound = errors.New("store: not found")

// Store keeps addresses by their short names.
type Store interface {
	// Put keeps an address, in place of the one that the name had.
	Put(name, address string) error
	// Get returns the address of a name, or ErrNotFound.
	Get(name string) (string, error)
	// Delete removes a name, or returns ErrNotFound.
	Delete(name string) error
	// Names returns all names, sorted.
	Names() ([]string, error)
}
