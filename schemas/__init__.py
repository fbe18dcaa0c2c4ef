"""The contract of a release, executable: one pandera model per table, codelists as CSV."""

SCHEMA_VERSION = "1.0.0"
