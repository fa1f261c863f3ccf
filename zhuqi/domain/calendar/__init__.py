"""The working calendar (工作日历): which years are published, and which of their days differ from Monday to Friday.

Words: a *notice* (放假安排通知) publishes a year; a *special day* is a weekday made off or a weekend day made a working day
(调休), or a festival on a weekend. The notice for a year may speak of the last December before it too. The arithmetic is
``base/worktime``; this room only keeps the days.
"""
