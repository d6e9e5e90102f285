"""The commands of a conversation (`/name`, `!command`), one module a family; ``registry`` finds and runs them."""
