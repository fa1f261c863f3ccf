"""What is owed and what happens by the clock: reactions are drained here, periodic jobs are ticked here.

Also owns the clock of a replayed database, which moves on command.
"""
