// Command logsum counts errors and warnings of a log by component.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strings"
)

func main() {
	errors, warnings, names := map[string]int{}, map[string]int{}, map[string]bool{}
	scanner := bufio.NewScanner(os.Stdin)
	for scanner.Scan() {
		words := strings.Fields(scanner.Text())
		if len(words) < 4 {
			continue
		}
		level, name := words[2], strings.TrimSuffix(words[3], ":")
		names[name] = true
		switch level {
		case "ERROR":
			errors[name]++
			names[name] = true
		case "WARN":
			warnings[name]++
			names[name] = true
		}
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	for _, name := range sorted {
		fmt.Printf("%s: %d errors, %d warnings\n", name, errors[name], warnings[name])
	}
}
