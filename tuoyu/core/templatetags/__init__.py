"""Words templates may use: icons, numbers, dates and the small arithmetic of parts."""
