"""Task files: what the user wants done, as validated YAML."""
