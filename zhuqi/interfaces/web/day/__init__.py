"""What somebody looks at first: parts of the first page, what is fetched beside it, and the wall of the dispatch room."""
