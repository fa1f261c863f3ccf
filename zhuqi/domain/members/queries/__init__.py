"""Reads: who sees which account (``sight``), who is in by one (``inside``), what the journal tells of them (``rebuild``)."""
