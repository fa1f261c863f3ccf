"""What every context stands on: who may see, what happened, which text is in force, who logs in, what is owed."""
