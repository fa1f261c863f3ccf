"""Files from outside (附件): looked through by content, kept in the database in pieces, given back as downloads.

A file is taken as what it is, never as what it is called: pictures are drawn anew without what came with them, papers and
tables are searched for what acts by itself, everything else is refused. Owns ``File`` and ``Piece``; which file belongs to
what is said by the rooms above.
"""
