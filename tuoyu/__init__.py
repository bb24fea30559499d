"""Tuoyu (托育): a city's childcare service and supervision platform for under-threes."""
