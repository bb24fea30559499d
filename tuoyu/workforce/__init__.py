"""One person, one record: employment, credentials, training, background checks."""
