"""Two releases compared: what differs in words and as rows, and rows applied to the older give the newer."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from flows.common import tables
from flows.publish.delta import COMPARED, key
from flows.publish.files import PublishError, read_json
from flows.publish.parquet import database, files_of, scan
from schemas.release import TABLES

SHOWN = 50
_NAMES = {"events": "title_en", "actors": "name", "programmes": "name"}
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What leads from release `a` to release `b`: per table the ids that go, and the rows that come or are new."""

    a: str
    b: str
    removed: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, pl.DataFrame] = field(default_factory=dict)  # added and changed rows, as they stand in b
    words: str = ""

    def __str__(self) -> str:
        return self.words

    def write(self, folder: Path) -> None:
        """Write the rows as Parquet: <table>.parquet with `_op` and `_record_id` before the columns of the table."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows.items():
            gone = pl.DataFrame(
                {"_op": ["removed"] * len(self.removed[name]), "_record_id": self.removed[name]}
            )
            gone = gone.cast({"_op": pl.String, "_record_id": pl.String})
            pl.concat([rows, gone], how="diagonal").sort("_op", "_record_id").write_parquet(
                folder / f"{name}.parquet"
            )


def diff(a: Path, b: Path) -> Difference:
    """Return what leads from the release in folder `a` to that in folder `b`; `str()` of it is told in words."""
    first, second = (str(read_json(one / "manifest.json")["version"]) for one in (a, b))
    removed, rows = {}, {}
    lines = [f"{first} -> {second}"]
    con = database(b.parent / ".spill-diff")
    try:
        for name in COMPARED:
            removed[name], rows[name] = _table(con, name, a, b)
            lines += _worded(con, name, removed[name], rows[name], a)
    finally:
        con.close()
    if len(lines) == 1:
        lines.append("no difference")
    return Difference(first, second, removed, rows, "\n".join(lines))


def _table(con: duckdb.DuckDBPyConnection, name: str, a: Path, b: Path) -> tuple[list[str], pl.DataFrame]:
    """Compare every column, also the release stamps, so that the rows lead to `b` exactly."""
    spec = TABLES[name]
    for folder in (a, b):
        if not files_of(folder / "data", name):
            raise PublishError(f"{folder / 'data' / name}.parquet: missing; verify the release")
    new, old = scan(b / "data", name), scan(a / "data", name)
    gone = con.sql(
        f"SELECT {key(spec, 'o')} FROM {old} o WHERE {key(spec, 'o')} NOT IN (SELECT {key(spec, 'n')} FROM {new} n) ORDER BY 1"
    )
    cells = list(spec.model.to_schema().columns)
    listed = ", ".join(f'n."{cell}"' for cell in cells)
    same = " AND ".join(f'n."{cell}" IS NOT DISTINCT FROM o."{cell}"' for cell in cells)
    came = con.sql(
        f"SELECT CASE WHEN {key(spec, 'n')} IN (SELECT {key(spec, 'o')} FROM {old} o) THEN 'changed' ELSE 'added' END AS _op, "
        f"{key(spec, 'n')} AS _record_id, {listed} FROM {new} n WHERE NOT EXISTS (FROM {old} o WHERE {same}) ORDER BY 1, 2"
    )
    return [row[0] for row in gone.fetchall()], came.pl()


def _worded(
    con: duckdb.DuckDBPyConnection, name: str, gone: list[str], came: pl.DataFrame, a: Path
) -> list[str]:
    added, changed = came.filter(pl.col("_op") == "added"), came.filter(pl.col("_op") == "changed")
    if not gone and came.is_empty():
        return []
    lines = [f"{name}: {added.height} added, {changed.height} changed, {len(gone)} removed"]
    title = _NAMES.get(name)
    if title is None:
        return lines
    spec = TABLES[name]
    old = con.sql(f"SELECT {key(spec, 'o')} AS _record_id, o.* FROM {scan(a / 'data', name)} o").pl()
    before = {row["_record_id"]: row for row in old.iter_rows(named=True)}
    told = [("added", row["_record_id"], row[title], "") for row in added.iter_rows(named=True)]
    for row in changed.iter_rows(named=True):
        was = before[row["_record_id"]]
        fields = [
            f"{f}: {_short(was[f])} -> {_short(row[f])}"
            for f in was
            if f in row and was[f] != row[f] and not f.endswith("_release")
        ]
        if fields:
            told.append(("changed", row["_record_id"], row[title], "; ".join(fields)))
    told += [("removed", one, before[one][title], "") for one in gone]
    for op, record, named, more in told[:SHOWN]:
        lines.append(f"  {_SIGNS[op]} {named} ({record}){': ' + more if more else ''}")
    if len(told) > SHOWN:
        lines.append(f"  … and {len(told) - SHOWN} more")
    return lines


def _short(value: object) -> str:
    text = (
        "nothing" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    )
    return text if len(text) <= 60 else text[:59] + "…"


def apply(a: Path, difference: Difference) -> dict[str, pl.DataFrame]:
    """Return the tables of release `a` with a difference applied: those of the other release, row for row."""
    made = {}
    for name in COMPARED:
        spec = TABLES[name]
        path = a / "data" / f"{name}.parquet"
        old = tables.read(path, spec.model)
        record = pl.concat_str([pl.col(part).cast(pl.String) for part in spec.primary_key], separator="|")
        came = difference.rows[name]
        away = [*difference.removed[name], *came["_record_id"]]
        kept = old.filter(~record.is_in(away))
        made[name] = pl.concat([kept, came.select(old.columns).cast(old.schema)]).sort(
            list(spec.sort_by), nulls_last=True
        )
    return made
