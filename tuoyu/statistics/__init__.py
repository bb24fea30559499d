"""Facts counted by indicator books: numbers that open to their rows."""
