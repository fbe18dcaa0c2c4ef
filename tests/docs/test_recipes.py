"""The README's recipes for other tools run in a release's folder and agree with DuckDB on its tables."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import readme
import sample

from flows.publish.stage import publish
from flows.validate.stage import validate

TEXT = readme.README.read_text(encoding="utf-8")


def recipe(language: str, first: str) -> str:
    """Return the block of code in `language` whose first line begins with `first`."""
    blocks = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return str(next(block for block in blocks if block.startswith(first)))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample run."""
    root = tmp_path_factory.mktemp("recipes")
    work = sample.write(root / "work")
    validate(work, root, None, None, sample.V1)
    return publish(work, root / "out", sample.V1, date(2025, 1, 31), {})


@pytest.fixture(autouse=True)
def inside(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the release's folder."""
    monkeypatch.chdir(release)


def truth() -> dict[str, int]:
    """Return the number of events of each type that took place."""
    with duckdb.connect() as con:
        return dict(
            con.sql(
                "SELECT event_type, count(*) FROM 'data/events.parquet' WHERE status = 'occurred' GROUP BY 1"
            ).fetchall()
        )


@pytest.mark.parametrize("tool", ["pandas", "polars"])
def test_python(tool: str) -> None:
    pytest.importorskip(tool)
    names: dict[str, Any] = {}
    exec(recipe("python", f"# {tool}"), names)
    assert names["held"] == truth() == {"training": 1, "agreement": 1}


def test_duckdb() -> None:
    with duckdb.connect() as con:
        assert dict(con.sql(recipe("sql", "-- duckdb")).fetchall()) == truth()


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R (Debian: apt-get install r-base-core)")
def test_r() -> None:
    script = recipe("r", "# R") + 'cat(paste(names(held), held, sep = "=", collapse = "\\n"))\n'
    done = subprocess.run(
        ["Rscript", "--vanilla", "-e", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert {name: int(n) for name, n in (line.split("=") for line in done.stdout.split())} == truth()


def formula() -> tuple[str, str, str, str, str]:
    """Return sheet, column of the type, type, column of the status and status of the README's formula."""
    found = re.search(r'=COUNTIFS\((\w+)!(\w):\w,"(\w+)",\w+!(\w):\w,"(\w+)"\)', TEXT)
    assert found
    return found.group(1, 2, 3, 4, 5)


def test_the_workbook_has_the_columns_of_the_formula() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    name, kind_column, kind, status_column, status = formula()
    sheet = openpyxl.load_workbook("sinergi.xlsx")[name]
    assert (sheet[f"{kind_column}1"].value, sheet[f"{status_column}1"].value) == ("event_type", "status")
    rows = zip(sheet[kind_column], sheet[status_column], strict=True)
    assert sum((a.value, b.value) == (kind, status) for a, b in rows) == truth()[kind]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_spreadsheet_counts_what_the_formula_says(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook("sinergi.xlsx")
    name, kind_column, kind, status_column, status = formula()
    own = book.create_sheet("own", 0)
    own["A1"] = (
        f'=COUNTIFS({name}!{kind_column}:{kind_column},"{kind}",{name}!{status_column}:{status_column},"{status}")'
    )
    book.save(tmp_path / "own.xlsx")
    command = [
        "soffice",
        "--headless",
        "--convert-to",
        "csv",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "own.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "own.csv").read_text().strip() == str(truth()[kind])
