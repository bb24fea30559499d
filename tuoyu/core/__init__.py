"""The kit every room uses: refusals, clock, guard, identifiers, spreadsheets and screen parts; no models."""
