"""Differences between releases: told in words, and applied to the older they give the newer."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.common import tables
from flows.publish import delta, parquet
from flows.publish.diff import apply, diff
from flows.publish.explain import explain, marked
from flows.publish.files import PublishError, to_json, write_text
from flows.publish.stage import publish
from flows.validate.stage import validate
from schemas.release import TABLES

V2 = "2025-02-28.1"


@pytest.fixture(scope="session")
def second(release: Path, sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second release: an event moved to Surabaya, a participant gone."""
    rows = sample.rows()
    rows["events"][0] |= {"place_name": "Surabaya", "last_changed_release": V2}
    rows["event_actors"] = rows["event_actors"][:-1]
    rows["evidence"] = [row for row in rows["evidence"] if row["record_id"] != "ev-memo|bnpt|participant"]
    root = tmp_path_factory.mktemp("second")
    work = sample.write(root, rows)
    validate(work, root, None, release, V2)
    out = root / "out"
    import shutil

    shutil.copytree(release.parent, out)
    return publish(work, out, V2, date(2025, 2, 28), {"documents": "1" * 64})


def test_changes_name_rows_and_fields(second: Path) -> None:
    changes = tables.read(second / "data" / "changes.parquet", TABLES["changes"].model)
    assert changes.select("table_name", "record_id", "op").rows() == [
        ("event_actors", "ev-memo|bnpt|participant", "removed"),
        ("events", "ev-training", "changed"),
        ("evidence", changes["record_id"][2], "removed"),
    ]
    assert changes["fields"][1].to_list() == ["place_name"]
    assert set(changes["previous_release"]) == {"2025-01-31.1"}
    assert "`ev-training`): place\\_name" in (second / "CHANGES.md").read_text(
        encoding="utf-8"
    ) or "place_name" in (second / "CHANGES.md").read_text(encoding="utf-8")


def test_diff_in_words(release: Path, second: Path) -> None:
    words = str(diff(release, second))
    assert "~ Training in Bandung (ev-training): place_name: Bandung -> Surabaya" in words
    assert "event_actors: 0 added, 0 changed, 1 removed" in words
    assert str(diff(second, second)).endswith("no difference")


def test_older_and_difference_give_newer(release: Path, second: Path, tmp_path: Path) -> None:
    for a, b in ((release, second), (second, release)):
        for name, frame in apply(a, diff(a, b)).items():
            assert frame.equals(tables.read(b / "data" / f"{name}.parquet", TABLES[name].model)), name
    diff(release, second).write(tmp_path)
    rows = pl.read_parquet(tmp_path / "event_actors.parquet")
    assert rows["_op"].to_list() == ["removed"]


names = st.text(alphabet="abc'|=<&é ", min_size=1, max_size=6).filter(str.strip)
history = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d", "e"]), st.tuples(names, st.integers(0, 3)), max_size=5
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=history, after=history)
def test_any_two_sets_of_actors(
    before: dict[str, tuple[str, int]], after: dict[str, tuple[str, int]], tmp_path: Path, sample: ModuleType
) -> None:
    folders = []
    for number, rows in enumerate((before, after)):
        folder = tmp_path / f"r{number}"
        _bare(folder, sample, rows)
        folders.append(folder)
    for name, frame in apply(folders[0], diff(*folders)).items():
        assert frame.equals(tables.read(folders[1] / "data" / f"{name}.parquet", TABLES[name].model))


def _bare(folder: Path, sample: ModuleType, actors: dict[str, tuple[str, int]]) -> None:
    """Write the tables of a release that holds these actors alone."""
    base = sample.rows()["actors"][2]
    rows = [
        {**copy.deepcopy(base), "actor_id": one, "name": name, "report_count": n}
        for one, (name, n) in actors.items()
    ]
    con = parquet.database(folder / ".spill")
    for name in delta.COMPARED:
        frame = tables.frame(rows if name == "actors" else [], TABLES[name].model)
        con.register("rows", frame.to_arrow())
        parquet.write_sorted(con, ["rows"], TABLES[name], folder / "data" / f"{name}.parquet", "2025-01-31.1")
        con.unregister("rows")
    con.close()
    write_text(folder / "manifest.json", to_json({"version": "2025-01-31.1"}))


def test_explain_shows_the_words_behind_a_record(release: Path, sample: ModuleType, tmp_path: Path) -> None:
    work = sample.write(tmp_path)
    told = explain(release, "ev-training", work.ingest / "documents.parquet")
    assert "⟦training⟧ in Bandung" in told
    assert "status = occurred  <- r2 (Example Post, 2024-03-04)" in told
    assert "2024-02-01: planned, 2024-03-03  <- r1" in told
    assert "⟦" not in explain(release, "ev-training")
    with pytest.raises(PublishError, match=r"did you mean bnpt\?"):
        explain(release, "badan nasional")


def test_marked_cuts_long_texts() -> None:
    assert marked("x" * 100 + "here" + "y" * 100, 100, 104) == "…" + "x" * 60 + "⟦here⟧" + "y" * 60 + "…"
