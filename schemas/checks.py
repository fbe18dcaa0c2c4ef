"""Named checks shared by tables: each returns one boolean per row and is named in quality.json."""

from __future__ import annotations

import polars as pl


def in_order(start: str, end: str) -> pl.Expr:
    """True where `start` is not after `end`, or either is null."""
    return (pl.col(start) <= pl.col(end)).fill_null(True)


def null_together(left: str, right: str) -> pl.Expr:
    """True where both columns are null or neither is."""
    return pl.col(left).is_null() == pl.col(right).is_null()


def precision_fits_dates() -> pl.Expr:
    """True where date_precision agrees with the dates that stand beside it."""
    precision, start, end = pl.col("date_precision"), pl.col("date_start"), pl.col("date_end")
    return (
        pl.when(precision == "unknown")
        .then(start.is_null() & end.is_null())
        .when(precision == "before")
        .then(start.is_null() & end.is_not_null())
        .otherwise(start.is_not_null() & end.is_not_null())
    )


def basis_fits_precision() -> pl.Expr:
    """True where date_basis is `none` exactly when no date is known."""
    return (pl.col("date_basis") == "none") == (pl.col("date_precision") == "unknown")
