"""The dispatch room: its queue, the case that is picked in it, who else is there, and what goes out together."""
