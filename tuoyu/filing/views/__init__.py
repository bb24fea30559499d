"""The doors of filing."""
