"""Sessions: a folder each, an index of all, and the locks that keep two writers apart."""
