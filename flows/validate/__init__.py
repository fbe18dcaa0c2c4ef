"""The gate before publication: tables, references, bounds, privacy."""
