"""Rows of the desk: what waits, what is found, what each role sees first."""
