"""sinergi.xlsx and csv.zip for people without SQL: every cell is text, a number or a date, never a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import xlsxwriter

from flows.publish.parquet import LICENCE, LICENCE_URL, files_of
from schemas.arrow import columns
from schemas.release import TABLES

SHEET_ROWS = 10_000  # a sheet is for reading; the whole table is in csv.zip and data/
LONG_ROWS = 5_000  # of tables that stand behind others
CORE = ("events", "actors", "programmes", "reports")
CELL = 32_767
EPOCH = (1980, 1, 1, 0, 0, 0)
_RISKY = r"^[\s]*[=+\-@\t\r|]"
BATCH = 50_000


def frames(data: Path, name: str, size: int = BATCH) -> Iterator[pl.DataFrame]:
    """Yield a released table in pieces."""
    for path in files_of(data, name):
        for batch in pq.ParquetFile(path).iter_batches(size):
            frame = pl.from_arrow(batch)
            if isinstance(frame, pl.DataFrame):
                yield frame


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with lists as text joined by ` | `."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).list.join(" | ") for name in lists)


def guarded(frame: pl.DataFrame) -> pl.DataFrame:
    """Return `frame` with an apostrophe before text that a spreadsheet would read as a formula."""
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    risky = {name: pl.col(name).str.contains(_RISKY) for name in texts}
    return frame.with_columns(
        pl.when(risky[name]).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)
        for name in texts
    )


def write_csv_zip(data: Path, path: Path) -> None:
    """Write every table as UTF-8 CSV into one ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, spec in TABLES.items():
            entry = zipfile.ZipInfo(f"{name}.csv", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as out:
                header = io.StringIO()
                header.write(",".join(column.name for column in columns(spec.model)) + "\n")
                out.write(header.getvalue().encode())
                for frame in frames(data, name):
                    out.write(
                        guarded(plain(frame)).write_csv(include_header=False, float_precision=None).encode()
                    )


def write_workbook(data: Path, path: Path, version: str, as_of: date) -> None:
    """Write a workbook with a sheet per table and a first sheet that says what it is."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {
                "title": f"sinergi {version}",
                "comments": f"Licence: {LICENCE}",
                "created": datetime(as_of.year, as_of.month, as_of.day),
            }
        )
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E6EEF5"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _about(book, data, head, version)
        for name in TABLES:
            _sheet(book, data, name, head, day)


def _about(book: Any, data: Path, head: Any, version: str) -> None:
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 110)
    lines = [
        (
            f"sinergi {version}",
            "",
            "Co-operation against terrorism and violent extremism, from public reports",
        ),
        ("licence", "", f"{LICENCE} ({LICENCE_URL})"),
        (
            "note",
            "",
            f"A sheet holds at most {SHEET_ROWS} rows ({LONG_ROWS} of evidence, links and changes); csv.zip and data/*.parquet hold every row.",
        ),
    ]
    for number, cells in enumerate(lines):
        for place, text in enumerate(cells):
            sheet.write_string(number, place, text)
    row = len(lines) + 1
    for place, text in enumerate(("sheet", "rows", "what a row is")):
        sheet.write_string(row, place, text, head)
    for number, (name, spec) in enumerate(TABLES.items(), row + 1):
        rows = sum(pq.ParquetFile(file).metadata.num_rows for file in files_of(data, name))
        sheet.write_string(number, 0, name)
        sheet.write_number(number, 1, rows)
        sheet.write_string(number, 2, (spec.model.__doc__ or "").strip())


def _sheet(book: Any, data: Path, name: str, head: Any, day: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    infos = columns(TABLES[name].model)
    for place, info in enumerate(infos):
        sheet.set_column(place, place, 28 if info.dtype == pl.String else 14)
    for place, info in enumerate(infos):
        sheet.write_string(0, place, info.name, head)
    row, most = 1, SHEET_ROWS if name in CORE else LONG_ROWS
    for frame in frames(data, name, min(BATCH, most)):
        for cells in plain(frame.head(most + 1 - row)).iter_rows():
            for place, cell in enumerate(cells):
                if cell is not None:
                    _cell(sheet, row, place, cell, day)
            row += 1
        if row > most:
            break
    sheet.autofilter(0, 0, max(row - 1, 1), len(infos) - 1)


def _cell(sheet: Any, row: int, place: int, cell: Any, day: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, place, cell)
    elif isinstance(cell, datetime):
        sheet.write_string(row, place, cell.strftime("%Y-%m-%dT%H:%M:%SZ"))
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), day)
    else:
        sheet.write_string(row, place, str(cell)[:CELL])
