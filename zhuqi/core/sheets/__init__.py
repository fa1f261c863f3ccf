"""Spreadsheets in: .xlsx, .xls, .ods and .csv become typed rows, or faults that name sheet, row and column.

A file comes from outside, so it is opened in a process of its own with a bound on memory and time (``cells``); what is in
it is judged cell by cell against a room's ``Layout`` (``columns``, ``reading``). Owns no tables.
"""
