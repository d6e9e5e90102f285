"""A session in conversation: turns, what is attached to them, the commands, and what a front end has to offer."""
