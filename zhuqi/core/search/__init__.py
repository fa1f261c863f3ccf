"""One box that finds (检索): enterprises, organisations, staff and cases, by any two characters of a name, by the initials of its
pinyin, by code, case number or case text.

Owns the index. A *word* is what was typed between blanks; a *gram* is two characters that stand together; a *token* is a gram,
the beginning of a code, or a place, as the index holds it. The index only proposes: what is shown is read from the room's own
``visible(actor)``, and matched again there.
"""
