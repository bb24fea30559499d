"""The register's pages in the office."""
