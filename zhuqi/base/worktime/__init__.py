"""Working time (工作时间): spans as people write them, office hours, the calendar that counts them, and its bulk form.

Words: a *span* is an amount of one unit with its conventions, or a fixed day of the month; *day 0* is the day on which
nothing is counted yet; a result is *undetermined* (None) where counting it would need a year whose calendar nobody has
published. ``order`` says which of two spans is stricter.
The conventions, their truth table and what offices write stand in ``docs/worktime.md``.
"""
