"""How the rows of the preset ``nanguan`` were made: seeded, synthetic, and written once into presets/nanguan."""
