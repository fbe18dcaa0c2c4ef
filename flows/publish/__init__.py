"""Writes an immutable release and its faces: Parquet, DuckDB, workbook, site."""
