"""The doors: a request in, one action or query, an answer out."""
