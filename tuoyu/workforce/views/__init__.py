"""Pages about people who work with children."""
