"""Closed vocabularies: one CSV per codelist with code, name_en, name_id, description, status, replaced_by."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODELIST_FOLDER = Path(__file__).parent / "codelists"
HEADER = ["code", "name_en", "name_id", "description", "status", "replaced_by"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its names in English and Indonesian, what it means, and whether it is still in use."""

    code: str
    name_en: str
    name_id: str
    description: str
    status: str  # active | deprecated
    replaced_by: str


@cache
def load(name: str) -> tuple[Code, ...]:
    """Return the codes of codelist `name` in file order.  Raises ValueError on a malformed file."""
    path = CODELIST_FOLDER / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != HEADER:
            raise ValueError(f"{path.name}: header must be {','.join(HEADER)}")
        return tuple(Code(**row) for row in reader)


@cache
def codes(name: str) -> tuple[str, ...]:
    """Return the active and deprecated codes of codelist `name`, in file order."""
    return tuple(code.code for code in load(name))


def names() -> list[str]:
    """Return the names of all codelists, sorted."""
    return sorted(path.stem for path in CODELIST_FOLDER.glob("*.csv"))
