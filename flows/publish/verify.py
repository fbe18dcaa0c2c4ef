"""Proof that a release is intact and well-formed: checksums, manifest, schemas, keys and references."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.publish import sign
from flows.publish.files import SIGNATURE, SUMS, PublishError, listed, read_json, sha256
from flows.publish.parquet import database, scan
from schemas import SCHEMA_VERSION
from schemas.arrow import arrow_schema, columns
from schemas.release import TABLES

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
EXPECTED = (
    "manifest.json", "quality.json", "datapackage.json", "croissant.json", "dictionary.md", "CHANGES.md", "attach.sql",
    "sinergi.duckdb", "sinergi.xlsx", "csv.zip", "index.html", "LICENSE", "LICENSE-DATA", "CITATION.cff",
)  # fmt: skip


def verify(release: Path, allowed_signers: Path | None = None, identity: str = "releases") -> list[str]:
    """Return what is wrong with the release in a folder; an empty list where all is well.

    With `allowed_signers`, SHA256SUMS must be signed by `identity`.
    """
    if not release.is_dir():
        return [f"{release}: there is no such folder"]
    if (release / "WITHDRAWN.json").exists():
        return [f"{release}: withdrawn: {read_json(release / 'WITHDRAWN.json')['reason']}"]
    problems = _checksums(release)
    if allowed_signers:
        wrong = sign.check(release, allowed_signers, identity)
        problems += [wrong] if wrong else []
    if problems:
        return problems
    try:
        manifest = read_json(release / "manifest.json")
        return [*_manifest(release, manifest), *_schemas(release, manifest), *_rows(release, manifest)]
    except (PublishError, KeyError, TypeError, OSError) as error:
        return [f"{release}: not a release of this form: {' '.join(str(error).split())}"]


def _checksums(release: Path) -> list[str]:
    if not (release / SUMS).exists():
        return [f"{release / SUMS}: missing; download it again"]
    stated: dict[str, str] = {}
    for number, line in enumerate((release / SUMS).read_text(encoding="utf-8").splitlines(), 1):
        found = _LINE.fullmatch(line)
        if not found:
            return [f"{release / SUMS}: line {number} is not `digest  name`"]
        stated[found[2]] = found[1]
    there = {path.relative_to(release).as_posix(): path for path in listed(release)}
    problems = [f"{release / name}: missing" for name in (*stated, *EXPECTED) if name not in there]
    problems += [
        f"{path}: not listed in {SUMS}"
        for name, path in there.items()
        if name not in stated and name not in {SUMS, SIGNATURE}
    ]
    problems += [
        f"{there[name]}: altered (its SHA-256 is not the one in {SUMS}); download it again"
        for name, digest in stated.items()
        if name in there and sha256(there[name]) != digest
    ]
    return list(dict.fromkeys(problems))


def _manifest(release: Path, manifest: dict[str, Any]) -> list[str]:
    problems = []
    for table in manifest["tables"].values():
        path = release / table["path"]
        if not path.exists():
            problems.append(f"{path}: missing, though manifest.json names it")
            continue
        rows = pq.ParquetFile(path).metadata.num_rows
        for what, stated, found in (
            ("rows", table["rows"], rows),
            ("bytes", table["bytes"], path.stat().st_size),
            ("sha256", table["sha256"], sha256(path)),
        ):
            if stated != found:
                problems.append(f"{path}: manifest.json says {what} {stated}, the file has {found}")
        meta = pq.read_metadata(path).metadata or {}
        if meta.get(b"sinergi.version", b"").decode() != manifest["version"]:
            problems.append(f"{path}: its metadata does not name version {manifest['version']}")
    return problems


def _schemas(release: Path, manifest: dict[str, Any]) -> list[str]:
    if manifest["schema_version"] != SCHEMA_VERSION:
        return []  # the contract has moved on; the release is checked by its own checksums and keys
    problems = []
    for name, spec in TABLES.items():
        path = release / "data" / f"{name}.parquet"
        if not pq.read_schema(path).equals(arrow_schema(spec.model), check_metadata=False):
            problems.append(f"{path}: its columns are not those of schema version {SCHEMA_VERSION}")
    return problems


def _rows(release: Path, manifest: dict[str, Any]) -> list[str]:
    """Check keys and references over the whole release."""
    problems = []
    data = release / "data"
    con = database(release.parent / f".verify-{release.name}")
    known = [name for name in manifest["tables"] if name in TABLES]
    for name in known:
        keys = ", ".join(f'"{key}"' for key in manifest["tables"][name]["primary_key"])
        twice = con.sql(
            f"SELECT {keys} FROM {scan(data, name)} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1"
        ).fetchall()
        if twice:
            problems.append(
                f"{data / name}.parquet: more than one row has the key {'|'.join(map(str, twice[0]))}"
            )
        for info in columns(TABLES[name].model):
            if not info.references:
                continue
            target, column = info.references.split(".")
            lost = con.sql(
                f'SELECT t."{info.name}" FROM {scan(data, name)} t ANTI JOIN {scan(data, target)} o '
                f'ON t."{info.name}" = o."{column}" WHERE t."{info.name}" IS NOT NULL LIMIT 1'
            ).fetchall()
            if lost:
                problems.append(f"{data / name}.parquet: {info.name} {lost[0][0]} is not in {target}")
    con.close()
    return problems
