"""Publish: the checked tables become an immutable release: built aside, verified, renamed in one step, pointers last."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from flows.common.paths import Work
from flows.publish import (
    dbfile,
    delta,
    manifest,
    metadata,
    page,
    parquet,
    pointers,
    sheets,
    sign,
    views,
    words,
)
from flows.publish.files import SUMS, PublishError, read_json, sums, to_json, write_text
from flows.publish.query import open_release
from flows.publish.verify import verify
from schemas import SCHEMA_VERSION
from schemas.release import TABLES

_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}\.[1-9]\d*")


def publish(
    work: Work, out: Path, version: str, as_of: date, inputs: Mapping[str, str], sign_key: Path | None = None
) -> Path:
    """Publish the tables of `work.validate` as release `version` below `out`; return the release's folder.

    `inputs` are the digests of what went in, by name.  With `sign_key`, a private SSH key, SHA256SUMS is signed.
    Raises PublishError where the version exists, another publisher is at work or the release does not verify.
    """
    if not _VERSION.fullmatch(version):
        raise PublishError(f"{version}: a version is a date and a number from 1, such as 2025-01-31.1")
    with pointers.publisher(out):
        if (out / version).exists() or any(one["version"] == version for one in pointers.entries(out)):
            raise PublishError(
                f"{out / version}: this release exists and never changes; take the next number"
            )
        building = out / f".building-{version}-{secrets.token_hex(4)}"
        building.mkdir()
        try:
            build(work, building, version, as_of, inputs, delta.latest(out))
            if sign_key:
                sign.sign(building, sign_key)
            problems = verify(building)
            if problems:
                raise PublishError(f"{version}: the release does not verify: {problems[0]}")
            os.rename(building, out / version)
        finally:
            shutil.rmtree(building, ignore_errors=True)
        _sync(out)
        pointers.enter(out, read_json(out / version / "manifest.json"))
    return out / version


def build(
    work: Work,
    folder: Path,
    version: str,
    as_of: date,
    inputs: Mapping[str, str],
    before: delta.Latest | None,
) -> None:
    """Write every file of a release into `folder`."""
    data = folder / "data"
    previous = before.version if before else None
    con = parquet.database(folder / ".spill")
    try:
        for name in delta.COMPARED:
            path = data / f"{name}.parquet"
            parquet.write_sorted(con, [parquet.scan(work.validate, name)], TABLES[name], path, version)
        delta.changes(con, data, before.folder if before else None, previous, version)
        parquet.write_sorted(
            con, delta.parts(), TABLES["changes"], data / "changes.parquet", version, ["record_id"]
        )
        told = manifest.build(con, folder, version, as_of, previous, inputs)
        for name in ("events", "actors", "programmes"):
            con.execute(f"CREATE VIEW new_{name} AS SELECT * FROM {parquet.scan(data, name)}")
            if before:
                con.execute(
                    f"CREATE VIEW old_{name} AS SELECT * FROM {parquet.scan(before.folder / 'data', name)}"
                )
        write_text(folder / "CHANGES.md", words.changes_md(con, told))
    finally:
        con.close()
        shutil.rmtree(folder / ".spill", ignore_errors=True)
    day = as_of.isoformat()
    write_text(folder / "manifest.json", to_json(told))
    shutil.copyfile(work.validate / "quality.json", folder / "quality.json")
    write_text(folder / "datapackage.json", to_json(metadata.datapackage(told)))
    write_text(folder / "croissant.json", to_json(metadata.croissant(told)))
    write_text(folder / "dictionary.md", words.dictionary_md(version))
    write_text(folder / "attach.sql", views.attach_sql(version, day, SCHEMA_VERSION, previous))
    write_text(folder / "LICENSE-DATA", words.licence_data())
    write_text(folder / "LICENSE", words.licence_code())
    write_text(folder / "CITATION.cff", words.citation_cff(version, day))
    with ThreadPoolExecutor(1) as beside:
        database = beside.submit(
            dbfile.write, data, folder / "sinergi.duckdb", version, day, SCHEMA_VERSION, previous
        )
        sheets.write_workbook(data, folder / "sinergi.xlsx", version, as_of)
        sheets.write_csv_zip(data, folder / "csv.zip")
        database.result()
    con = open_release(folder)
    try:
        page.write(con, folder, told)
    finally:
        con.close()
    write_text(folder / SUMS, sums(folder))


def _sync(folder: Path) -> None:
    """Make a rename last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
