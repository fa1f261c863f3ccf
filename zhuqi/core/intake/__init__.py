"""Sheets handed in and given out (导入导出): a file is looked at, shown with its faults, confirmed, and its rows are loaded.

Owns ``Upload`` (a sheet on its way in: who handed it in, what it would do, what it did) and ``Extract`` (a register written
as a sheet). What a register is, and who may load it, the rooms above say by one table (``zhuqi/registers.py``).
"""
