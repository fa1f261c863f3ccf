"""The lists of a rulebook as forms: rows changed, added, taken out and moved, in the text that somebody is writing."""
