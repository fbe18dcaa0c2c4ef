"""The tables that resolve writes keep the contract: models, keys, references, a proof for every value."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

from flows.common import tables
from flows.common.paths import CURATION, RAW
from flows.resolve import curate, review, sheet, stage
from schemas.release import TABLES
from schemas.stages import Documents
from tests.unit.resolve import goldclaims
from tests.unit.resolve.small import Report, Said, raw, release


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The tables of the development gold, as the weaker extractor gives it."""
    rows, _ = goldclaims.claims(("dev",))
    work = goldclaims.write(goldclaims.perturb(rows, 1), tmp_path_factory.mktemp("gold"))
    stage.resolve(work, RAW, None, "2026-11-22.1", date(2026, 11, 22))
    found = {
        name: tables.read(work.resolve / f"{name}.parquet", spec.model)
        for name, spec in TABLES.items()
        if name != "changes"
    }
    found["documents"] = tables.read(work.ingest / "documents.parquet", Documents)
    return found


@pytest.mark.parametrize("name", [name for name in TABLES if name != "changes"])
def test_model_key_and_order(
    made: dict[str, pl.DataFrame], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANDERA_VALIDATION_DEPTH", "SCHEMA_AND_DATA")
    spec = TABLES[name]
    spec.model.validate(made[name], lazy=True)
    assert made[name].select(spec.primary_key).is_unique().all()
    assert made[name].equals(made[name].sort(*spec.sort_by))


def test_references_hold(made: dict[str, pl.DataFrame]) -> None:
    for name, spec in TABLES.items():
        for column, known in spec.model.to_schema().columns.items():
            target = (known.metadata or {}).get("references") if name != "changes" else None
            if target:
                table, key = target.split(".")
                used = made[name].select(pl.col(column).drop_nulls().unique()).to_series()
                assert set(used) <= set(made[table][key]), (name, column)


def test_every_value_has_its_words(made: dict[str, pl.DataFrame]) -> None:
    evidence = made["evidence"]
    for name, spec in TABLES.items():
        if name == "changes":
            continue
        for column, known in spec.model.to_schema().columns.items():
            if not (known.metadata or {}).get("evidence"):
                continue
            rows = made[name].filter(pl.col(column).is_not_null())
            if "report_count" in rows.columns:
                rows = rows.filter(pl.col("report_count") > 0)
            ids = set(rows.select(pl.concat_str(*spec.primary_key, separator="|")).to_series())
            proved = set(
                evidence.filter((pl.col("record_type") == name) & (pl.col("field") == column))["record_id"]
            )
            assert ids <= proved, (name, column, sorted(ids - proved)[:3])


def test_spans_lie_in_their_text_and_quotes_are_its_words(made: dict[str, pl.DataFrame]) -> None:
    texts = dict(made["documents"].select("report_id", "text").iter_rows())
    for report, start, end, quote in (
        made["evidence"].select("report_id", "char_start", "char_end", "quote").iter_rows()
    ):
        assert 0 <= start < end <= len(texts[report])
        assert quote == texts[report][start : min(end, start + 240)] or not texts[report][start:end].strip()


def test_counts_are_those_of_the_links(made: dict[str, pl.DataFrame]) -> None:
    counted = made["event_actors"].group_by("actor_id").agg(pl.col("event_id").n_unique().alias("n"))
    joined = made["actors"].join(counted, on="actor_id", how="left").with_columns(pl.col("n").fill_null(0))
    assert (joined["event_count"] == joined["n"]).all()
    named = (
        made["evidence"]
        .filter(pl.col("record_type") == "actors")
        .group_by("record_id")
        .agg(pl.col("report_id").n_unique().alias("n"))
    )
    joined = (
        made["actors"]
        .join(named, left_on="actor_id", right_on="record_id", how="left")
        .with_columns(pl.col("n").fill_null(0))
    )
    assert (joined["report_count"] == joined["n"]).all(), "a name row for every report that names the actor"


def test_titles_hold_no_sentence_of_a_report(made: dict[str, pl.DataFrame]) -> None:
    for title in made["events"]["title_en"].to_list() + made["events"]["title_id"].to_list():
        assert re.match(r"^[\w -]+(: \S|, \d| \(|$)", title), title


def test_review_finds_what_needs_a_person_and_its_entries_can_be_read(tmp_path: Path) -> None:
    small = raw(tmp_path / "raw")
    reports = [
        Report(f"r{n}", date(2022, 6, 10), [Said("meeting", date(2022, 6, 8 + n % 2))]) for n in range(3)
    ]
    reports += [
        Report(
            f"s{n}",
            date(2022, 9, 2),
            [Said("visit", date(2022, 9, 1), parts=("Yayasan Damai & Nusantara", "UNOCT"), place=f"<b>{n}")],
        )
        for n in range(3)
    ]
    reports += [
        Report(
            f"t{n}",
            date(2022, 12, 2),
            [Said("agreement", date(2022, 12, 1 + 3 * n), parts=("PPATK", "DFAT"))],
        )
        for n in range(2)
    ]
    made = release(tmp_path, reports, small, None, "2024-06-01.1")
    items = review.items(review.read(made.folder))
    kinds = {item.kind for item in items}
    assert {"contradiction", "near_duplicate", "unknown_name"} <= kinds
    assert review.table(items).height == len(items)
    for item in items:
        for entry in item.decisions.values():
            file = entry.splitlines()[0].removeprefix("# raw/curation/")
            folder = tmp_path / "decided"
            folder.mkdir(exist_ok=True)
            (folder / file).write_text(
                entry.replace("<YYYY-MM-DD>", "2024-06-02").replace("<", "").replace(">", "")
            )
            assert curate.read(folder).entries[file.removesuffix(".yml")]
            (folder / file).unlink()
    page = sheet.html(items, "2024-06-01.1")
    assert "<b>0" not in page and "Yayasan Damai &amp; Nusantara" in page


def test_the_examples_of_the_readme_can_be_read(tmp_path: Path) -> None:
    text = (CURATION / "README.md").read_text(encoding="utf-8")
    for title, block in re.findall(r"## (\S+\.yml).*?```yaml\n(.*?)```", text, flags=re.DOTALL):
        (tmp_path / title).write_text(block, encoding="utf-8")
    found = curate.read(tmp_path)
    assert {name for name, entries in found.entries.items() if entries} == set(curate.FILES) - {"not_same"}


def test_the_decisions_of_the_project_can_be_read() -> None:
    found = curate.read(CURATION)
    assert all(yaml.safe_dump(dict(entry.values)) for entries in found.entries.values() for entry in entries)
