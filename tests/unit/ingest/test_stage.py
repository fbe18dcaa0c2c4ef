"""Identity, copies, versions, outlets, order and repetition."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import samples
import yaml
from conftest import Run

from flows.common.ids import mint
from flows.common.paths import PROJECT, Work
from flows.ingest import relevance, syndication
from flows.ingest.addresses import canonical
from flows.ingest.captures import Lock, append_lock, store
from flows.ingest.outlets import load_outlets
from flows.ingest.stage import ingest

RAW = PROJECT / "raw"


def _tables(work: Work) -> tuple[bytes, bytes]:
    return ((work.ingest / "documents.parquet").read_bytes(), (work.ingest / "issues.parquet").read_bytes())


def test_order_and_cache_do_not_matter(tmp_path: Path) -> None:
    paths = []
    for name, content in samples.everything().items():
        (tmp_path / "in").mkdir(exist_ok=True)
        paths.append(tmp_path / "in" / name)
        paths[-1].write_bytes(content)
    one, other = Work(tmp_path / "one"), Work(tmp_path / "other")
    first = ingest(paths, one, RAW)
    random.Random(7).shuffle(paths)
    ingest(paths, other, RAW)
    assert _tables(one) == _tables(other)
    again = ingest(paths, one, RAW)
    assert (
        _tables(one) == _tables(other) and first["remembered"] == 0 and again["remembered"] == again["units"]
    )


def test_ids(run: Run) -> None:
    documents, issues = run({
        "a/x.md": samples.note("same"), "b/x.md": samples.note("same", lang="en").replace(b"lima", b"enam"),
        "c.md": samples.note("Bad Id"), "d.html": samples.page(), "e.txt": samples.BODY + " Tamat.", "f.txt": samples.BODY + " Tamat.",
    })  # fmt: skip
    ids = dict(zip(documents["source_ref"], documents["report_id"], strict=True))
    assert (
        ids["in/a/x.md"] == "same" and ids["in/b/x.md"].startswith("rp-") and ids["in/c.md"].startswith("rp-")
    )
    assert ids["in/d.html"] == mint("rp", samples.ADDRESS) and "in/f.txt" not in ids
    assert {"id_taken", "id_unsafe", "same_report", "lang_overruled"} <= set(issues["code"])


def test_near_copies_share_an_id(run: Run) -> None:
    longer = (
        samples.BODY
        + "\n\n"
        + "Menteri menambahkan hal lain tentang anggaran kementeriannya untuk tahun depan di gedung parlemen. "
        * 3
    )
    documents, _ = run({
        "n1.md": samples.note("n1", published="2022-09-14"),
        "n2.md": samples.note("n2", published="2022-09-13").replace(b"Kepala BNPT mengatakan", b"Ketua BNPT menyatakan"),
        "n3.txt": longer,
        "n4.txt": "Berita lain sama sekali tentang panen padi di Karawang yang melimpah pada musim ini menurut para petani setempat.",
    })  # fmt: skip
    found = dict(zip(documents["source_ref"], documents["syndication_id"], strict=True))
    assert found["in/n1.md"] == found["in/n2.md"] == found["in/n3.txt"] == "n2" != found["in/n4.txt"]


def test_grouping_is_linear_in_copies() -> None:
    text = samples.BODY
    reports = [
        syndication.Report(f"r{n:04}", f"{n}", date(2022, 9, 13), syndication.sketch(f"{text} {n}"))
        for n in range(600)
    ]
    groups = syndication.group(reports, lambda report_id: f"{text} {int(report_id[1:])}")
    assert set(groups.values()) == {"r0000"}


def test_the_later_capture_is_the_version_kept(run: Run) -> None:
    one, other = (
        samples.page(),
        samples.page(
            paragraphs=(
                *samples.PARAGRAPHS,
                "Pembaruan: acara penutupan digelar Rabu pagi di kantor yang sama.",
            )
        ),
    )
    documents, issues = run({"a.html": one, "b.html": other})
    assert documents.height == 1 and "Pembaruan" in documents["text"][0]
    assert issues["code"].to_list() == ["older_version"]


def test_own_notes_may_be_quoted() -> None:
    outlets = load_outlets(RAW / "sources")
    assert outlets.by_url("https://news.detik.com/berita/1") is outlets.by_name("detikNews")
    assert outlets.by_dateline("Solo (ANTARA) - Isi") is outlets.by_name("Antara")
    assert outlets.by_dateline("Jakarta - Isi berita") is None


def test_project_notes_carry_the_project_licence(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    (raw / "notes" / "id").mkdir(parents=True)
    (raw / "notes" / "id" / "n.md").write_bytes(samples.note())
    ingest([raw / "notes"], Work(tmp_path / "w"), raw)
    row = pl.read_parquet(tmp_path / "w" / "ingest" / "documents.parquet").row(0, named=True)
    assert (row["licence"], row["quote_allowed"]) == ("CC BY 4.0", True)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "HTTP://WWW.Kompas.com:80/read//1/?utm_source=x&page=all&b=2&a=1#top",
            "https://kompas.com/read/1?a=1&b=2",
        ),
        ("https://a.b/%7Ex/", "https://a.b/~x"),
        ("ftp://a.b/", None),
        ("https://localhost/", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_canonical_addresses(given: str, expected: str | None) -> None:
    assert canonical(given) == expected


def _snippets() -> list[tuple[str, bool]]:
    table = yaml.safe_load((Path(__file__).parent / "relevance_snippets.yml").read_text())
    return [(t, True) for t in table["in_scope"]] + [(t, False) for t in table["out_of_scope"]]


def test_relevance_of_the_snippets() -> None:
    judged = [(relevance.score(text) >= relevance.THRESHOLD, wanted) for text, wanted in _snippets()]
    assert sum(got == wanted for got, wanted in judged) / len(judged) >= 0.96
    kept = [got for got, wanted in judged if wanted]
    assert sum(kept) / len(kept) >= 0.98


def test_relevance_of_the_development_notes() -> None:
    wrong, seen = [], 0
    for gold in sorted((PROJECT / "tests" / "gold" / "dev").glob("*.json")):
        note = next((RAW / "notes").glob(f"*/{gold.stem}.md"), None)
        if note is not None:
            text = note.read_text(encoding="utf-8").split("---\n", 2)[2].strip()
            if (relevance.score(text) >= relevance.THRESHOLD) != json.loads(gold.read_text())["relevant"]:
                wrong.append(gold.stem)
            seen += 1
    assert seen > 300 and len(wrong) <= 0.01 * seen, wrong


def test_recall_of_the_annotated_notes() -> None:
    kept = []
    for gold in sorted((PROJECT / "tests" / "gold").glob("*/*.json")):
        note = next((RAW / "notes").glob(f"*/{gold.stem}.md"), None)
        if note is not None and json.loads(gold.read_text())["relevant"]:
            text = note.read_text(encoding="utf-8").split("---\n", 2)[2].strip()
            kept.append(relevance.score(text) >= relevance.THRESHOLD)
    assert len(kept) > 100 and sum(kept) / len(kept) >= 0.99


def test_a_folder_of_captures_holds_locks_and_added_files(tmp_path: Path) -> None:
    captures = tmp_path / "raw" / "captures"
    lock = Lock(
        "https://kompas.com/read/9", "2022-10-01T00:00:00+00:00", store(captures, samples.page()), "text/html"
    )
    append_lock(captures / "locks" / "kompas.jsonl", lock)
    (captures / "added").mkdir()
    (captures / "added" / "n.md").write_bytes(samples.note())
    ingest([captures], Work(tmp_path / "w"), tmp_path / "raw")
    table = pl.read_parquet(tmp_path / "w" / "ingest" / "documents.parquet")
    assert sorted(table["source_ref"]) == ["captures/added/n.md", "captures/locks/kompas.jsonl#1"]
