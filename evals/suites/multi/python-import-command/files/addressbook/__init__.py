"""A small address book."""
