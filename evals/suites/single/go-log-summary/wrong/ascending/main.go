// Command logsum counts errors and warnings of a log by component.
package main

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"sort"
	"strings"
)

var line = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (ERROR|WARN|INFO) (\S+?):`)

type counts struct {
	name             string
	errors, warnings int
}

func main() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(make([]byte, 64*1024), 16*1024*1024)
	found := map[string]*counts{}
	skipped := 0
	for scanner.Scan() {
		text := strings.TrimSpace(scanner.Text())
		if text == "" {
			continue
		}
		match := line.FindStringSubmatch(text)
		if match == nil {
			skipped++
			continue
		}
		c := found[match[2]]
		if c == nil {
			c = &counts{name: match[2]}
			found[match[2]] = c
		}
		switch match[1] {
		case "ERROR":
			c.errors++
		case "WARN":
			c.warnings++
		}
	}
	if err := scanner.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var all []*counts
	for _, c := range found {
		if c.errors+c.warnings > 0 {
			all = append(all, c)
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].errors != all[j].errors {
			return all[i].errors < all[j].errors
		}
		return all[i].name < all[j].name
	})
	for _, c := range all {
		fmt.Printf("%s: %d errors, %d warnings\n", c.name, c.errors, c.warnings)
	}
	if skipped > 0 {
		fmt.Printf("%d lines skipped\n", skipped)
	}
}
