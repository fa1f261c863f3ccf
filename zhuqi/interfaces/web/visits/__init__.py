"""Pages of visits: one's own, planning and writing down, an enterprise's book, rounds, coverage, promises."""
