"""The city's promises and how they stand: clauses, targets, each bound to an indicator."""
