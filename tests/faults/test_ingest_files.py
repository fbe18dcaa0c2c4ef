"""Hostile and broken files: each is one issue, and the rest of the run goes on."""

from __future__ import annotations

import gzip
import io
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from flows.common.paths import PROJECT, Work
from flows.ingest import limits
from flows.ingest.analyse import analyse, isolated
from flows.ingest.isolate import Readers
from flows.ingest.model import Unit
from flows.ingest.stage import ingest

sys.path.insert(0, str(PROJECT / "tests" / "unit" / "ingest"))
import samples

Codes = Callable[[Mapping[str, bytes]], tuple[list[str], set[str]]]


@pytest.fixture
def codes(tmp_path: Path) -> Codes:
    """Ingest files beside a sound one; give back the reports read and the codes of the issues."""

    def _codes(files: Mapping[str, bytes]) -> tuple[list[str], set[str]]:
        folder = tmp_path / "in"
        for name, content in {**files, "zz.md": samples.note("sound")}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        work = Work(tmp_path / "work")
        ingest([folder], work, PROJECT / "raw")
        documents = pl.read_parquet(work.ingest / "documents.parquet")
        assert "sound" in documents["report_id"]
        issues = pl.read_parquet(work.ingest / "issues.parquet")
        return [r for r in documents["source_ref"] if r != "in/zz.md"], set(issues["code"])

    return _codes


def _zip(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _nested(depth: int) -> bytes:
    inner = _zip({"a.txt": samples.BODY.encode()})
    for _ in range(depth):
        inner = _zip({"inner.zip": inner})
    return inner


def _linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo("link.txt")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.zip", _zip({"../../evil.txt": b"x" * 50}), "member_escapes"),
        ("a.zip", _zip({"/etc/evil.txt": b"x" * 50}), "member_escapes"),
        ("a.zip", _zip({"C:\\evil.txt": b"x" * 50}), "member_escapes"),
        ("a.zip", _linked(), "member_link"),
        ("a.zip", _zip({"a.txt": b"0" * 50_000_000}), "ratio"),
        ("a.zip", _nested(limits.MAX_DEPTH + 1), "too_deep"),
        ("a.zip", b"PK\x03\x04 nothing", "archive_damaged"),
        ("a.zip", samples.zipped()[:-40], "archive_damaged"),
        ("a.xml", LAUGHS, "xml_entities"),
        ("a.xml", OUTSIDE, "xml_entities"),
        ("a.xml", b"<svg></svg>", "xml_unknown"),
        ("a.xml", b"no xml at all", "xml_malformed"),
        ("a.warc.gz", b"\x1f\x8bnothing", "archive_damaged"),
        ("a.warc", b"GET / HTTP/1.0", "archive_damaged"),
        ("a.xml.gz", gzip.compress(b"<rss>" + b" " * 40_000_000), "too_large"),
        ("a.jsonl", b'{"title": "x"}', "json_without_text"),
        ("a.jsonl", b"[" * 100_000, "json_malformed"),
        ("a.pdf", b"%PDF-1.4 nothing", "pdf_unreadable"),
        ("a.pdf", samples.pdf(("",)), "pdf_without_text"),
        ("a.html", b"<html><body></body></html>", "no_main_text"),
        ("a.html", b"\x00\x01\x02" * 500, "not_text"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xef\xbb\xbf \n ", "empty"),
        ("a.txt", b"\x00" * 5000, "not_text"),
        ("a.txt", b"kata " * 500_000, "too_long"),
        ("a.md", b"---\nid: x\n---\n", "empty"),
        ("a.exe", b"MZ", "not_read"),
    ],
)
def test_each_is_refused_with_one_issue(codes: Codes, name: str, content: bytes, code: str) -> None:
    read, found = codes({name: content})
    assert found == {code} and not read


def _gzipped(depth: int) -> bytes:
    data = samples.BODY.encode()
    for _ in range(depth):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    ("name", "content", "reports"),
    [
        ("a.pdf", samples.page(), 1),
        ("a.html", samples.pdf(), 1),
        ("a.txt", samples.page(), 1),
        ("a.html", samples.feed(), 1),
        ("a.txt", samples.zipped(), 2),
        ("a.md", samples.warc(), 2),
        ("a.xml", samples.page(), 1),
        ("a.html", gzip.compress(samples.page()), 1),
    ],
)
def test_a_file_is_read_as_what_its_bytes_are(codes: Codes, name: str, content: bytes, reports: int) -> None:
    read, found = codes({name: content})
    assert "kind_corrected" in found and len(read) == reports


@pytest.mark.parametrize(
    ("name", "content", "reports"),
    [
        ("a.html.gz", gzip.compress(samples.page()), 1),
        ("a.txt.gz", gzip.compress(samples.BODY.encode()), 1),
        ("a.jsonl.gz", gzip.compress(samples.jsonl()), 2),
        (
            "a.zip",
            _zip(
                {"b/c.zip": _zip({"d.jsonl.gz": gzip.compress(samples.jsonl()), "e.warc.gz": samples.warc()})}
            ),
            4,
        ),
        ("a.txt", samples.BODY.encode("utf-16-le"), 1),
        ("a.html", samples.page().decode().encode("utf-16-be"), 1),
    ],
)
def test_packed_nested_and_wide_files_are_read(codes: Codes, name: str, content: bytes, reports: int) -> None:
    read, found = codes({name: content})
    assert len(read) == reports and not found & {"archive_damaged", "not_read", "not_text"}


def test_packing_within_packing_ends(codes: Codes) -> None:
    read, found = codes({"a.txt": _gzipped(limits.MAX_DEPTH + 2)})
    assert not read and "too_deep" in found


def test_a_name_of_control_characters_is_shown_without_them(codes: Codes) -> None:
    read, _ = codes(
        {"a\n\x1b[31m.txt": samples.BODY.encode(), "b.zip": _zip({"c\r\u202e.txt": b"kata lain " * 9})}
    )
    assert sorted(read) == ["in/a??[31m.txt", "in/b.zip!c??.txt"]


def test_a_long_text_is_read_where_it_can_be_stopped() -> None:
    assert isolated(Unit("a.txt", "text", b"a" * (limits.UNGUARDED_BYTES + 1)))
    assert not isolated(Unit("a.txt", "text", b"a"))
    started = time.monotonic()
    outcome = analyse(Unit("a.txt", "text", b"&amp;quot;" * limits.MAX_TEXT_CHARACTERS))
    assert [p.code for p in outcome.problems] == ["too_long"] and time.monotonic() - started < 1


def test_deep_html_is_read_or_refused(codes: Codes) -> None:
    started = time.monotonic()
    codes({"a.html": b"<div>" * 200_000 + samples.BODY.encode(), "b.html": b"<html><p>" + b"<b><i>" * 50_000})
    assert time.monotonic() - started < 60


def test_a_truncated_archive_keeps_what_came_before(codes: Codes) -> None:
    whole = samples.warc()
    read, found = codes({"a.warc.gz": whole[: len(whole) - 300]})
    assert read == ["in/a.warc.gz#1"] and "archive_damaged" in found


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_text(samples.BODY)
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "nowhere")
    done = ingest([tmp_path / "in", tmp_path / "missing"], Work(tmp_path / "work"), PROJECT / "raw")
    assert (done["documents"], done["issues"]) == (0, 3)


def test_a_reader_that_hangs_is_stopped() -> None:
    with Readers(1, seconds=0.001) as readers:
        first = readers.submit(Unit("a.html", "html", samples.page())).result()
        late = readers.submit(Unit("b.html", "html", samples.page() * 400)).result()
        assert first.readings and [p.code for p in late.problems] == ["reader_stopped"]


def test_a_damaged_cache_is_started_afresh(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_bytes(samples.note())
    work = Work(tmp_path / "work")
    (work.root / "cache").mkdir(parents=True)
    (work.root / "cache" / "readings.sqlite").write_bytes(b"no database" * 100)
    assert ingest([tmp_path / "in"], work, PROJECT / "raw")["documents"] == 1
