"""Lamps (亮灯): what is measured, the bands in which people write a rule, the palette, and which lamp is lit.

Words: a *gauge* is what is measured; a *side* is a half of it that has a word of its own (剩余 and 逾期 are the two sides
of the time left); a *band* is the condition under which a lamp is lit; a *palette* is lamps in order, the best first.
Everything is exact: whole numbers, Decimal and Fraction, never float. The truth tables stand in ``docs/lamps.md``.
"""
