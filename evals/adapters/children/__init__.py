"""Judges that are laid beside a result and run in the sandbox. Standard library alone; nothing of SmallCode."""
