"""What differs from the previous release: the `changes` table, and whether there is anything to publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.common.paths import PROJECT
from flows.common.version import code_hash, file_hash
from flows.publish.files import PublishError, read_json
from flows.publish.parquet import files_of, quoted, scan
from schemas.arrow import columns
from schemas.release import TABLES, TableSpec

COMPARED = tuple(name for name in TABLES if name != "changes")
STAMPS = ("first_release", "last_changed_release")  # they follow from a change and are none themselves


@dataclass(frozen=True, slots=True)
class Latest:
    """The release that latest.json points to."""

    version: str
    folder: Path


def latest(out: Path) -> Latest | None:
    """Return the release that `out/latest.json` points to, if any."""
    pointer = out / "latest.json"
    if not pointer.exists():
        return None
    version = str(read_json(pointer)["version"])
    folder = out / version
    if not (folder / "manifest.json").exists():
        raise PublishError(
            f"{pointer}: points to {version}, which is not in {out}; restore it or mend the pointer"
        )
    return Latest(version, folder)


def lock_hash() -> str | None:
    """Return the digest of the lock of third-party packages; None where there is none."""
    lock = PROJECT / "requirements.txt"
    return file_hash(lock) if lock.exists() else None


def unchanged(out: Path, inputs: Mapping[str, str]) -> str | None:
    """Return the version of the latest release where it was made from the same inputs, code and lock; else None."""
    before = latest(out)
    if before is None:
        return None
    manifest = read_json(before.folder / "manifest.json")
    same = (
        manifest["inputs"] == dict(sorted(inputs.items()))
        and manifest["code_sha256"] == code_hash()
        and manifest["lock_sha256"] == lock_hash()
    )
    return before.version if same else None


def key(spec: TableSpec, alias: str) -> str:
    """Return SQL that joins the parts of a primary key by `|`."""
    return " || '|' || ".join(f'{alias}."{name}"::VARCHAR' for name in spec.primary_key)


def differences(spec: TableSpec, new: str, old: str | None) -> str:
    """Return SQL for the rows of one table that differ: record_id, op and the fields that changed."""
    if old is None:
        return f"SELECT {key(spec, 'n')} AS record_id, 'added' AS op, []::VARCHAR[] AS fields FROM {new} n"
    on = " AND ".join(f'n."{name}" = o."{name}"' for name in spec.primary_key)
    first = spec.primary_key[0]
    compared = sorted(c.name for c in columns(spec.model) if c.name not in (*STAMPS, *spec.primary_key))
    cases = ", ".join(f'CASE WHEN n."{c}" IS DISTINCT FROM o."{c}" THEN \'{c}\' END' for c in compared)
    fields = f"list_filter([{cases}]::VARCHAR[], lambda f: f IS NOT NULL)" if compared else "[]::VARCHAR[]"
    return (
        f'SELECT * FROM (SELECT CASE WHEN n."{first}" IS NULL THEN {key(spec, "o")} ELSE {key(spec, "n")} END AS record_id, '
        f"CASE WHEN o.\"{first}\" IS NULL THEN 'added' WHEN n.\"{first}\" IS NULL THEN 'removed' ELSE 'changed' END AS op, "
        f'CASE WHEN o."{first}" IS NULL OR n."{first}" IS NULL THEN []::VARCHAR[] ELSE {fields} END AS fields '
        f"FROM {new} n FULL OUTER JOIN {old} o ON {on}) WHERE op <> 'changed' OR len(fields) > 0"
    )


def changes(
    con: duckdb.DuckDBPyConnection, data: Path, previous: Path | None, before: str | None, version: str
) -> None:
    """Create table `changes` in `con`: every row of every table in `data` that differs from `previous`."""
    con.execute(
        "CREATE TABLE changes (table_name VARCHAR, record_id VARCHAR, op VARCHAR, fields VARCHAR[], "
        "release VARCHAR, previous_release VARCHAR)"
    )
    was = f"'{before}'" if before else "NULL"
    for name in COMPARED:
        spec = TABLES[name]
        old = scan(previous / "data", name) if previous and files_of(previous / "data", name) else None
        con.execute(
            f"INSERT INTO changes SELECT '{name}', record_id, op, fields, '{version}', {was} "
            f"FROM ({differences(spec, scan(data, name), old)})"
        )
    if files_of(data, "redirects"):
        _name_moves(con, data, version)


def parts() -> list[str]:
    """Return SQL for the rows of `changes` table by table, in the order of their names."""
    return [f"(FROM changes WHERE table_name = {quoted(name)})" for name in sorted(COMPARED)]


def _name_moves(con: duckdb.DuckDBPyConnection, data: Path, version: str) -> None:
    """Say `merged` of a record that now stands under another id, and `split` of one that came out of another."""
    moved = (
        f"(SELECT old_id, new_id, reason FROM {scan(data, 'redirects')} WHERE release = {quoted(version)})"
    )
    core = "table_name IN ('events', 'actors', 'programmes')"
    con.execute(
        f"UPDATE changes SET op = 'merged' WHERE op = 'removed' AND {core} AND record_id IN (SELECT old_id FROM {moved})"
    )
    con.execute(
        f"UPDATE changes SET op = 'split' WHERE op = 'added' AND {core} "
        f"AND record_id IN (SELECT new_id FROM {moved} WHERE reason = 'split')"
    )
