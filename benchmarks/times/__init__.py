"""How long people wait at a thousand, ten thousand and a hundred thousand cases, beside a well-known help desk and beside
SQL written by hand; everything in one run, on one PostgreSQL that writes through to the disk."""
