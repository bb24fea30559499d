"""Doors to books, verdicts and rehearsals."""
