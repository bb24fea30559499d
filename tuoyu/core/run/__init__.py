"""`make run`: database, web server and worker as one family that starts and ends together."""
