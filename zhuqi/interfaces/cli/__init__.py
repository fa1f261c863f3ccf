"""The command line: zhuqi."""
