"""A case's life as pure values: what each event does to it. Actions write what these give; verification folds them again."""
