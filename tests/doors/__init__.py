"""The site as it really runs: its own processes on a database of their own, under crowds and cut off in the middle."""
