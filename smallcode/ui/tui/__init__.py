"""The fullscreen terminal. It subscribes to events and calls the conversation; nothing of the agent is here."""
