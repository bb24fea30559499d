"""Where each role starts work: home, inbox by deadline, search; no models of its own work."""
