"""What a new text would have done (推演): the ledger's history judged again under other rules, its events held fixed.

Only what follows from rules is computed anew: deadlines, who was late, reminders, what raises a case. Nobody acts otherwise
than they did. ``docs/decisions/0022-…`` says what that means for each case of doubt.
"""
