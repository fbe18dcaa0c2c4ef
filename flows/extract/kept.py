"""The claims tables in parts, each with the reports it holds, so that a later run keeps the parts that still hold.

A claims table is a folder of parts, which have the same names in every table; `parts.parquet` beside them says which
reports each part holds and what decided their reading.  A part whose reports are all still wanted, and which is not
small, goes into the next run's tables as it is, by a hard link; what still holds of the others is written anew together
with what was read since.  What the tables hold does not depend on how it is spread over parts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.common import tables
from flows.extract.documents import DECIDING
from schemas.stages import CLAIM_TABLES

PART = 4_000  # reports per part
INDEX = "parts.parquet"
_KEPT: dict[str, pl.DataType] = {
    **dict.fromkeys(DECIDING, pl.String()),
    "published_at": pl.Date(),
    "answer": pl.String(),  # digest of a model's answer
    "stamp": pl.String(),  # of the code and the registries
    "part": pl.String(),
    "issues": pl.List(pl.String()),
}
_SAME = [*DECIDING, "answer", "stamp"]


def index(folder: Path) -> pl.DataFrame:
    """Return the reports of every sound part of the claims tables in `folder`, one row each; none where there are no parts."""
    try:
        found = pl.read_parquet(folder / INDEX).select(pl.col(n).cast(t) for n, t in _KEPT.items())
    except (OSError, pl.exceptions.PolarsError):
        return pl.DataFrame(schema=_KEPT)
    spoilt = [part for part in found["part"].unique() if not _sound(folder, part)]
    return found.filter(~pl.col("part").is_in(spoilt))


def _sound(folder: Path, part: str) -> bool:
    try:
        for name in CLAIM_TABLES:
            pq.read_metadata(_file(folder, name, part))
    except (OSError, pa.ArrowInvalid):
        return False
    return True


def _file(folder: Path, table: str, part: str) -> Path:
    return folder / f"{table}.parquet" / f"{part}.parquet"


def known(wanted: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Return `wanted` with the `part` that holds each report, read from the same text by the same code, the number of
    reports `beside` it there, itself included, and its `issues`; null where no part holds it."""
    held = kept.select(*_SAME, "part", "issues", beside=pl.len().over("part"))
    return wanted.join(held, on=_SAME, how="left", nulls_equal=True, maintain_order="left")


def staying(held: pl.DataFrame) -> frozenset[str]:
    """Return the parts that go on as they are: at least half full, and all that is in them is among `held`."""
    parts = held.group_by("part").agg(pl.len(), pl.first("beside"))
    whole = parts.filter((pl.col("beside") == pl.col("len")) & (pl.col("len") >= PART // 2))
    return frozenset(whole["part"])


class Writer:
    """Writes claims tables part by part into a new folder: what was read now, and what parts of an older one hold."""

    def __init__(self, folder: Path, stamp: str, taken: Iterable[str]) -> None:
        """`taken` are the names of parts that are not to be given again."""
        self._folder, self._stamp = folder, stamp
        self._number = 1 + max((int(part.removeprefix("part-")) for part in taken), default=-1)
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in (*CLAIM_TABLES, INDEX)}
        self._frames: dict[str, list[pl.DataFrame]] = {name: [] for name in (*CLAIM_TABLES, INDEX)}
        self._index: list[pl.DataFrame] = []
        self._waiting = 0
        self.totals = {"events": 0, "actors": 0, "programmes": 0}
        for name in CLAIM_TABLES:
            (folder / f"{name}.parquet").mkdir(parents=True)

    def keep(self, old: Path, part: str, reports: pl.DataFrame) -> None:
        """Take over a part of `old` as it is; `reports` are those in it."""
        for name in CLAIM_TABLES:
            source = _file(old, name, part)
            _link(source, _file(self._folder, name, part))
            self._count(name, pq.read_metadata(source).num_rows)
        self._index.append(reports.select(list(_KEPT)))

    def take(self, old: Path, part: str, reports: pl.DataFrame) -> None:
        """Take over what a part of `old` holds of `reports`."""
        for name, model in CLAIM_TABLES.items():
            rows = tables.read(_file(old, name, part), model)
            self._frames[name].append(rows.join(reports, on="report_id", how="semi"))
        self._frames[INDEX].append(reports.select(list(_KEPT)))
        self._grown(reports.height)

    def add(self, decided: Mapping[str, Any], found: Mapping[str, list[dict[str, Any]]]) -> None:
        """Take what was read of one report; `decided` is what decided it, with its issues."""
        for name, rows in found.items():
            self._rows[name] += [{**row, "report_id": decided["report_id"]} for row in rows]
        self._rows[INDEX].append({**decided, "stamp": self._stamp})
        self._grown(1)

    def close(self) -> None:
        """Write what is left, and the list of parts."""
        if self._waiting or not self._index:
            self._flush()
        pl.concat(self._index).write_parquet(self._folder / INDEX, compression="zstd")

    def _grown(self, reports: int) -> None:
        self._waiting += reports
        if self._waiting >= PART:
            self._flush()

    def _flush(self) -> None:
        part = f"part-{self._number:05}"
        for name, model in CLAIM_TABLES.items():
            rows = pl.concat([*self._frames[name], tables.frame(self._rows[name], model)])
            tables.write(rows, model, _file(self._folder, name, part))
            self._count(name, rows.height)
        reports = pl.concat([*self._frames[INDEX], pl.DataFrame(self._rows[INDEX], schema=_KEPT)])
        self._index.append(reports.with_columns(part=pl.lit(part)))
        self._rows = {name: [] for name in self._rows}
        self._frames = {name: [] for name in self._frames}
        self._number += 1
        self._waiting = 0

    def _count(self, table: str, rows: int) -> None:
        counted = table.removeprefix("claims_")
        if counted in self.totals:
            self.totals[counted] += rows


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; where the file system cannot, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
