"""What is typed into the register's pages."""
