"""How a column is declared: title, description, codelist, pattern and what a release does with it."""

from __future__ import annotations

from typing import Annotated, Any

import pandera.polars as pa
import polars as pl

from schemas import codelists

StringList = Annotated[pl.List, pl.String()]
UtcTime = Annotated[pl.Datetime, "us", "UTC"]

COUNTRY = r"^[A-Z]{3}$"
RELEASE = r"^\d{4}-\d{2}-\d{2}\.\d+$"
SHA256 = r"^[0-9a-f]{64}$"
RECORD_ID = r"^[a-z0-9][a-z0-9-]{0,119}$"
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def column(
    title: str,
    description: str,
    *,
    nullable: bool = False,
    codelist: str | None = None,
    pattern: str | None = None,
    low: float | None = None,
    high: float | None = None,
    unique: bool = False,
    evidence: bool = False,
    references: str | None = None,
) -> Any:
    """Declare one column of a table.

    `codelist` closes its values, `pattern` is an anchored regular expression, `low`/`high` are inclusive
    bounds, `evidence` marks cells that an extractor or a person sets (each needs a row in `evidence`), and
    `references` names the `table.column` that its values must exist in.
    """
    return pa.Field(
        title=title,
        description=description,
        nullable=nullable,
        unique=unique,
        isin=list(codelists.codes(codelist)) if codelist else None,
        str_matches=pattern,
        ge=low,
        le=high,
        n_failure_cases=20,
        metadata={"codelist": codelist, "evidence": evidence, "references": references},
    )


class Table(pa.DataFrameModel):
    """Base of every table: exact columns in the declared order, nothing coerced."""

    class Config:
        strict = True
        ordered = True
        coerce = False
