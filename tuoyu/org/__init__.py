"""Who we are and what we may do: regions, units, people, roles, notices."""
