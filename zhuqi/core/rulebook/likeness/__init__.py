"""What a sentence of a rulebook reads like: a guess from many sentences that were sorted by hand. No Django.

Tables of words (``laws``) find what is said in so many words. Offices say the same thing in a hundred ways, and each new way
needs a new row. So a sentence is also held against a few thousand others: those that ask for what a law of the land forbids,
and lawful ones on the same subjects. What comes out is a share for each law. It is a guess and is told as one: it flags, it
refuses nothing. Written by ``python -m tools.likeness`` from the sentences beside that tool.
"""
