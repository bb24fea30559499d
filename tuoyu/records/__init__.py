"""What happened and the papers that prove it: the trail, its seals, attachments."""
