"""What people see of events and blocks, as rich renderables: shared by the fullscreen terminal and classic mode."""
