"""Needs that are alike (举一反三): similar cases found by their words, the unit that solved such ones, and common issues.

Words: a *common issue* (共性问题) is a class of cases, with an owner and a change that is proposed; its cases keep their own
rows, deadlines, confirmation and balance. The *index* holds the pairs of signs of every case's words, and nothing else.
"""
