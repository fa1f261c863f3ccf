"""Ladders (阶梯): reminders and notices around a due moment, talks by lamp history, who coordinates, what escalates.

Words: a *rung* is one step of a ladder; a *timing* says when a rung is sent; a *trigger* is what raises a case; a *party* is
a place in the administration, never a person. Supervision, talks and notices never go to an enterprise (政府督查工作条例 第
5 条). The truth tables stand in ``docs/lamps.md``.
"""
