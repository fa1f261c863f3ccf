"""Reads: similar cases and likely units, common issues, what an enterprise is told of them, what verification rebuilds."""
