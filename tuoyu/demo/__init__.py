"""A city that never was: plainly invented institutions, people and filings, at any scale."""
