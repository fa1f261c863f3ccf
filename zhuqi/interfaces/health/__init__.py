"""Whether the site lives, whether it is ready, and what it counts: for whoever keeps it running, never for its users."""
