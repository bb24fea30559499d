"""Judging a filing ledger row by row before anything is written: pure, without a database."""
