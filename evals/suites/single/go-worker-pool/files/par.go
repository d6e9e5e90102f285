// Package par runs things side by side.
package par
