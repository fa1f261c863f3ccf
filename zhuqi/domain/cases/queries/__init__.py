"""Reads of cases; each begins at ``visible(actor)``, but for those that actions and verification need whole."""
