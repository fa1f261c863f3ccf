"""The help desk's settings, as its own guide asks for them."""
