"""A release has every file of the contract, verifies, and is the same for the same inputs."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.common.paths import Work
from flows.publish import delta, pointers
from flows.publish.files import PublishError, read_json
from flows.publish.query import open_release, run
from flows.publish.stage import publish
from flows.publish.verify import EXPECTED, verify
from flows.validate.stage import validate
from schemas.arrow import arrow_schema
from schemas.release import TABLES

DAY = date(2025, 1, 31)


def checked(sample: ModuleType, root: Path, **tables: object) -> Work:
    """Write and validate a sample run, with some tables replaced."""
    work: Work = sample.write(root, {**sample.rows(), **tables})
    validate(work, root, None, None, sample.V1)
    return work


def test_every_file_of_the_contract_is_there(release: Path) -> None:
    for name in EXPECTED:
        assert (release / name).stat().st_size > 0, name
    assert sorted(path.stem for path in (release / "data").iterdir()) == sorted(TABLES)
    assert verify(release) == []


@pytest.mark.parametrize("name", list(TABLES))
def test_parquet_carries_the_contract(release: Path, name: str) -> None:
    file = pq.ParquetFile(release / "data" / f"{name}.parquet")
    assert file.schema_arrow.equals(arrow_schema(TABLES[name].model), check_metadata=False)
    for field in arrow_schema(TABLES[name].model):
        found = file.schema_arrow.field(field.name)
        assert found.nullable == field.nullable
        assert found.metadata[b"description"]
    meta = file.metadata.metadata
    assert meta[b"sinergi.version"] == b"2025-01-31.1"
    assert meta[b"sinergi.licence"] == b"CC-BY-4.0"
    assert json.loads(meta[b"sinergi.dictionary"])["name"] == name
    if file.metadata.num_rows:
        group = file.metadata.row_group(0)
        assert [one.column_index for one in group.sorting_columns] == [
            file.schema_arrow.get_field_index(column) for column in TABLES[name].sort_by
        ]
        assert group.column(0).compression == "ZSTD"
        assert group.column(0).has_column_index


def test_bloom_filters_stand_on_ids(release: Path) -> None:
    with duckdb.connect() as con:
        path = str(release / "data" / "events.parquet")
        skipped = con.execute(
            f"SELECT bloom_filter_excludes FROM parquet_bloom_probe('{path}', 'event_id', 'nothing')"
        ).fetchall()
    assert skipped == [(True,)]


def test_same_inputs_give_the_same_bytes(release: Path, sample: ModuleType, tmp_path: Path) -> None:
    again = publish(
        checked(sample, tmp_path / "w"), tmp_path / "out", sample.V1, DAY, {"documents": "0" * 64}
    )
    differing = [
        path.relative_to(release).as_posix()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.read_bytes() != (again / path.relative_to(release)).read_bytes()
    ]
    assert differing == []


def test_a_version_is_never_published_twice(release: Path, sample: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="never changes"):
        publish(checked(sample, tmp_path), release.parent, sample.V1, DAY, {})


def test_a_failed_publication_leaves_everything_as_it_was(
    sample: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, out = checked(sample, tmp_path / "w"), tmp_path / "out"
    publish(work, out, sample.V1, DAY, {})
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    monkeypatch.setattr("flows.publish.page.write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(work, out, "2025-02-01.1", DAY, {})
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_of_two_publishers_one_is_told_so(sample: ModuleType, tmp_path: Path) -> None:
    work, out = checked(sample, tmp_path / "w"), tmp_path / "out"
    with pointers.publisher(out), pytest.raises(PublishError, match="another publisher"):
        publish(work, out, sample.V1, DAY, {})
    assert publish(work, out, sample.V1, DAY, {}).is_dir()


def test_leavings_of_a_killed_publisher_are_cleared(sample: ModuleType, tmp_path: Path) -> None:
    leaving = tmp_path / "out" / ".building-2025-01-31.1-dead"
    leaving.mkdir(parents=True)
    publish(checked(sample, tmp_path / "w"), tmp_path / "out", sample.V1, DAY, {})
    assert not leaving.exists()


def test_unchanged_says_when_there_is_nothing_to_publish(release: Path) -> None:
    assert delta.unchanged(release.parent, {"documents": "0" * 64}) == "2025-01-31.1"
    assert delta.unchanged(release.parent, {"documents": "1" * 64}) is None
    assert delta.unchanged(release.parent / "nowhere", {}) is None


@pytest.mark.parametrize("version", ["2025-1-31.1", "2025-01-31", "../x.1", "2025-01-31.0"])
def test_a_bad_version_is_refused(sample: ModuleType, tmp_path: Path, version: str) -> None:
    with pytest.raises(PublishError, match="a version is a date and a number"):
        publish(Work(tmp_path), tmp_path / "out", version, DAY, {})


def test_pointers_name_the_release(release: Path) -> None:
    latest = read_json(release.parent / "latest.json")
    assert latest["version"] == release.name
    assert [one["version"] for one in read_json(release.parent / "index.json")["releases"]] == [release.name]


def test_withdraw_leaves_a_tombstone_and_moves_the_pointer(sample: ModuleType, tmp_path: Path) -> None:
    work, out = checked(sample, tmp_path / "w"), tmp_path / "out"
    publish(work, out, sample.V1, DAY, {})
    second = publish(work, out, "2025-02-01.1", DAY, {})
    tombstone = pointers.withdraw(out, second.name, "a wrong source")
    assert read_json(tombstone)["reason"] == "a wrong source"
    assert sorted(path.name for path in second.iterdir()) == ["WITHDRAWN.json"]
    assert read_json(out / "latest.json")["version"] == sample.V1
    assert verify(second) == [f"{second}: withdrawn: a wrong source"]
    with pytest.raises(PublishError, match="already withdrawn"):
        pointers.withdraw(out, second.name, "again")
    with pytest.raises(PublishError, match="never changes"):
        publish(work, out, second.name, DAY, {})
    with pytest.raises(PublishError, match="there is no release"):
        pointers.withdraw(out, "2030-01-01.1", "x")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda r: (r / "data" / "events.parquet").write_bytes(b"x"), "altered"),
        (lambda r: (r / "manifest.json").write_text("{}"), "altered"),
        (lambda r: (r / "sinergi.xlsx").unlink(), "missing"),
        (lambda r: (r / "extra.txt").write_text("x"), "not listed"),
        (lambda r: (r / "SHA256SUMS").unlink(), "missing"),
        (lambda r: (r / "SHA256SUMS").write_text("nonsense\n"), "line 1"),
    ],
)
def test_verify_finds_harm(release: Path, tmp_path: Path, harm: object, told: str) -> None:
    copy = tmp_path / release.name
    shutil.copytree(release, copy)
    harm(copy)  # type: ignore[operator]
    assert told in verify(copy)[0]


def test_duckdb_file_has_tables_views_and_comments(release: Path) -> None:
    with duckdb.connect(str(release / "sinergi.duckdb"), read_only=True) as con:
        for name in TABLES:
            assert con.sql(f"SELECT count(*) FROM {name}").fetchall() == [
                (pq.ParquetFile(release / "data" / f"{name}.parquet").metadata.num_rows,)
            ]
        assert con.sql("SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL AND table_name IN "
                       f"({', '.join(repr(n) for n in TABLES)})").fetchall() == [(0,)]  # fmt: skip
        assert con.sql("SELECT count(*) FROM partners WHERE actor_id = 'bnpt'").fetchall() == [(3,)]


def test_attach_sql_works_in_the_folder_and_from_elsewhere(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (release / "attach.sql").read_text(encoding="utf-8")
    monkeypatch.chdir(release)
    with duckdb.connect() as con:
        con.execute(script)
        assert con.sql("SELECT count(*) FROM events").fetchall() == [(2,)]
    monkeypatch.chdir(tmp_path)
    with duckdb.connect() as con:
        con.execute(f"SET VARIABLE release = '{release}'")
        con.execute(script)
        assert con.sql("SELECT count(*) FROM kept_promises").fetchall() == [(1,)]


def test_query_answers_and_writes_nothing(release: Path, tmp_path: Path) -> None:
    assert "(2 rows)" in run(release, "SELECT event_id FROM events ORDER BY 1")
    assert "(2 rows)" in run(release.parent, "SELECT event_id FROM events")
    with pytest.raises(PublishError, match="SQL"):
        run(release, "SELECT nothing FROM nowhere")
    with pytest.raises(PublishError, match="SQL"):
        run(release, f"COPY events TO '{tmp_path / 'x.csv'}'")
    with pytest.raises(PublishError, match="neither a release"):
        open_release(tmp_path)


def test_csv_and_workbook_start_no_formula(sample: ModuleType, tmp_path: Path) -> None:
    rows = sample.rows()
    evil = '=HYPERLINK("http://x")'
    rows["reports"][0]["title"] = evil
    rows["reports"][1]["title"] = "@SUM(1)"
    rows["reports"][2]["publisher"] = "-1+2"
    release = publish(
        checked(sample, tmp_path / "w", reports=rows["reports"]), tmp_path / "out", sample.V1, DAY, {}
    )
    with zipfile.ZipFile(release / "csv.zip") as archive:
        text = archive.read("reports.csv").decode()
    assert "'=HYPERLINK" in text and "'@SUM" in text and "'-1+2" in text
    with zipfile.ZipFile(release / "sinergi.xlsx") as book:
        sheets = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
    assert any("HYPERLINK" in sheet for sheet in sheets)
    assert not any("<f>" in sheet for sheet in sheets)
