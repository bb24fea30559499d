"""The rows of this room's pages."""
