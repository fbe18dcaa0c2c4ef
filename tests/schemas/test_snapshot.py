"""The contract stands still: a change of it changes snapshot.json, and is told in schemas/CHANGES.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from schemas import SCHEMA_VERSION, codelists
from schemas.arrow import arrow_schema, columns
from schemas.release import TABLES

SNAPSHOT = Path(__file__).with_name("snapshot.json")
MEND = "the contract has moved: tell it in schemas/CHANGES.md, raise SCHEMA_VERSION and run python tests/schemas/test_snapshot.py"


def contract() -> dict[str, Any]:
    """Return tables, columns, types and codes as plain values."""
    return {
        "version": SCHEMA_VERSION,
        "tables": {
            name: {
                "primary_key": list(spec.primary_key),
                "sort_by": list(spec.sort_by),
                "columns": {
                    info.name: {
                        "type": str(arrow_schema(spec.model).field(info.name).type),
                        "nullable": info.nullable,
                        "codelist": info.codelist,
                        "references": info.references,
                        "evidence": info.evidence,
                    }
                    for info in columns(spec.model)
                },
            }
            for name, spec in TABLES.items()
        },
        "codelists": {name: [code.code for code in codelists.load(name)] for name in codelists.names()},
    }


def test_the_contract_is_the_one_in_the_snapshot() -> None:
    assert contract() == json.loads(SNAPSHOT.read_text(encoding="utf-8")), MEND


def test_the_schema_version_is_told_in_its_changelog() -> None:
    changes = Path(__file__).parents[2] / "schemas" / "CHANGES.md"
    assert f"## {SCHEMA_VERSION}" in changes.read_text(encoding="utf-8")


def test_every_column_says_what_it_is() -> None:
    for name, spec in TABLES.items():
        assert (spec.model.__doc__ or "").strip(), name
        for info in columns(spec.model):
            assert info.title and info.description.endswith("."), f"{name}.{info.name}"


def test_references_lead_to_columns_that_there_are() -> None:
    for spec in TABLES.values():
        for info in columns(spec.model):
            if info.references:
                table, column = info.references.split(".")
                assert column in {one.name for one in columns(TABLES[table].model)}


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(contract(), indent=1) + "\n", encoding="utf-8")
