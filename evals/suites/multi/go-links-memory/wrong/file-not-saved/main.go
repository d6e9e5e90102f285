// Links keeps short names: links FILE put NAME ADDRESS | get NAME | delete NAME | list
package main

import (
	"fmt"
	"os"

	"example.com/links/store"
)

func run(s store.Store, args []string) error {
	switch {
	case len(args) == 3 && args[0] == "put":
		return s.Put(args[1], args[2])
	case len(args) == 2 && args[0] == "get":
		address, err := s.Get(args[1])
		if err == nil {
			fmt.Println(address)
		}
		return err
	case len(args) == 2 && args[0] == "delete":
		return s.Delete(args[1])
	case len(args) == 1 && args[0] == "list":
		names, err := s.Names()
		for _, name := range names {
			fmt.Println(name)
		}
		return err
	}
	return fmt.Errorf("usage: links FILE put NAME ADDRESS | get NAME | delete NAME | list")
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: links FILE put NAME ADDRESS | get NAME | delete NAME | list")
		os.Exit(2)
	}
	if err := run(store.NewFile(os.Args[1]), os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
