"""The rows of the preset ``baqiao``: who there is, whom they serve, what was done for them. All of it synthetic."""
