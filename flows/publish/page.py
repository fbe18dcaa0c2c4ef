"""index.html of a release: one static file, no outside requests, a strict content security policy, two languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from flows.common.data import load_yaml
from flows.publish import charts, page_data, pictures
from flows.publish.files import listed, read_json, sha256, write_text
from flows.publish.manifest import OPS
from flows.publish.markup import TEMPLATES, digest, rendered, script_json
from flows.publish.parquet import LICENCE, dictionary
from schemas import codelists
from schemas.release import TABLES

_FILES: dict[str, tuple[str, str]] = {
    "sinergi.xlsx": ("Workbook for Excel and LibreOffice", "Buku kerja untuk Excel dan LibreOffice"),
    "csv.zip": ("Every table as CSV", "Semua tabel sebagai CSV"),
    "sinergi.duckdb": (
        "DuckDB database with comments and views",
        "Basis data DuckDB dengan komentar dan tampilan",
    ),
    "attach.sql": ("Views over the Parquet files, for DuckDB", "Tampilan atas berkas Parquet, untuk DuckDB"),
    "CHANGES.md": ("What differs from the previous release", "Perbedaan dari rilis sebelumnya"),
    "dictionary.md": ("Data dictionary", "Kamus data"),
    "quality.json": ("Every check and measure", "Semua pemeriksaan dan ukuran"),
    "datapackage.json": ("Frictionless description", "Deskripsi Frictionless"),
    "croissant.json": ("Croissant description", "Deskripsi Croissant"),
    "manifest.json": ("What the release holds and was made from", "Isi dan asal rilis"),
    "LICENSE-DATA": ("Licence of the data", "Lisensi data"),
    "LICENSE": ("Licence of the code", "Lisensi kode"),
    "CITATION.cff": ("How to cite", "Cara mengutip"),
}
_COVERAGE = (
    "events_by_year", "events_by_type", "events_by_status", "events_by_country", "actors_by_kind", "programmes_by_kind",
    "reports_by_year", "reports_by_language", "reports_by_publisher",
)  # fmt: skip


def write(con: duckdb.DuckDBPyConnection, folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write charts/*.svg, charts/*.png, index.html and, where there is much of it, evidence/*; `con` has the views of the release, all other files stand already."""
    drawn = charts.draw(con)
    for chart in drawn:
        for lang, svg in chart.svg.items():
            drawing = write_text(folder / "charts" / f"{chart.name}.{lang}.svg", svg + "\n")
            drawing.with_suffix(".png").write_bytes(pictures.png(svg))
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    words = load_yaml(TEMPLATES / "words.yml")
    quality = read_json(folder / "quality.json")
    page = rendered(
        "page.html",
        version=manifest["version"],
        as_of=manifest["as_of"],
        previous=manifest["previous"],
        schema_version=manifest["schema_version"],
        licence=LICENCE,
        script=script,
        script_hash=digest(script),
        words=words,
        words_json=script_json(words),
        data=page_data.packed(page_data.payload(con, folder, manifest)),
        figures=page_data.figures(con),
        news=page_data.news(con, manifest["previous"] is None),
        ops=_ops(manifest),
        statuses={one.code: (one.name_en, one.name_id) for one in codelists.load("event_status")},
        charts=drawn,
        files=_downloads(folder),
        dictionary=[dictionary(spec) for spec in TABLES.values()],
        gold=[score for score in quality["gold"] if score["group"] == "all"],
        reliability=quality["reliability"],
        checks=quality["checks"],
        failing=[check for check in quality["checks"] if check["failures"]],
        set_aside=sum(one["rows"] for one in quality["quarantined"]),
        coverage={key: quality["coverage"][key] for key in _COVERAGE},
        gaps=_gaps(con),
    )  # fmt: skip
    write_text(folder / "index.html", page)


def _ops(manifest: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Return the operations that took place, of the tables that people look at."""
    found = {
        name: {op: manifest["tables"][name][op] for op in OPS if manifest["tables"][name][op]}
        for name in ("events", "actors", "programmes")
    }
    return {name: ops for name, ops in found.items() if ops}


def _downloads(folder: Path) -> list[dict[str, Any]]:
    """Return every file of the release but the page itself and the checksums, data first."""
    found = []
    for path in listed(folder):
        name = path.relative_to(folder).as_posix()
        if name.startswith((".", "charts/", "evidence/")):
            continue
        table = TABLES.get(path.stem) if name.startswith("data/") else None
        what = (f"Table {path.stem}", f"Tabel {path.stem}") if table else _FILES.get(name, (name, name))
        found.append(
            {
                "name": name,
                "what": what,
                "size": size(path.stat().st_size),
                "sha256": sha256(path),
                "download": "." in name,
            }
        )
    known = list(_FILES)
    return sorted(
        found,
        key=lambda one: (
            known.index(one["name"]) if one["name"] in known[:3] else 3,
            not one["name"].startswith("data/"),
            one["name"],
        ),
    )


def size(number: float) -> str:
    """Return a number of bytes in words."""
    for unit in ("B", "KB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _gaps(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    cells = con.sql(
        "SELECT count(*) FILTER (date_end IS NULL), count(*) FILTER (country IS NULL), count(*) FILTER (source_count = 1), "
        "count(*) FILTER (review_state = 'machine'), (SELECT count(*) FROM actors WHERE origin = 'discovered') FROM events"
    ).fetchall()[0]
    return dict(zip(("no_date", "no_country", "one_source", "machine", "discovered"), cells, strict=True))
