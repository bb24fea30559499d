"""The kit every room uses: refusals, clock, guard, spreadsheets, screen parts; no models."""
