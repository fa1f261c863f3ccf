"""Sentences sorted by hand, and what is learnt from them: see ``__main__``."""
