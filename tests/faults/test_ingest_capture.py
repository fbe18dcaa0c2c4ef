"""Capture from a site that behaves and misbehaves: what is new is locked, read offline, and asked for again when due."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows import cli
from flows.common.http import Fetcher
from flows.common.issues import IssueLog
from flows.common.paths import RAW, Work
from flows.common.settings import _load
from flows.ingest.capture import capture_sources, capture_urls
from flows.ingest.stage import ingest
from tests.faults.bad_site import PAGE, Handler, Site, at, feed, make_fetcher, source


def test_capture_locks_bytes_and_reads_them_offline(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    raw = source(tmp_path / "raw", site)
    site.body["/feed.rss"] = feed(site, "/a", "/picture", "/always-500", "/inside")
    issues = IssueLog("ingest")
    counts = capture_sources(["news"], raw, issues, fetcher)
    assert counts["captured"] == 2  # the feed and one page
    assert {i.code for i in issues.entries} == {"content_type", "status_500", "address_refused"}
    again = capture_sources(["news"], raw, IssueLog("ingest"), fetcher)
    assert again.get("captured", 0) == 0
    site.shutdown()
    done = ingest([raw / "captures"], Work(tmp_path / "work"), raw)
    assert done["documents"] == 1


def test_capture_asks_robots_first(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    raw = source(tmp_path / "raw", site)
    site.body["/robots.txt"] = b"User-agent: *\nDisallow: /closed\nCrawl-delay: 3\n"
    site.body["/feed.rss"] = feed(site, "/closed/a", "/open/a")
    issues = IssueLog("ingest")
    capture_sources(["news"], raw, issues, fetcher)
    assert "/closed/a" not in site.asked and "/open/a" in site.asked
    assert [i.code for i in issues.entries] == ["robots"]


def test_robots_that_cannot_be_had_forbids_everything(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    issues = IssueLog("ingest")
    site.fails["/robots.txt"] = 99
    broken = Fetcher(fetcher.limits, fetcher.resolver, fetcher.permitted, sleep=lambda s: None)
    port = site.server_address[1]
    site.body.clear()
    answer = Handler.do_GET
    try:
        Handler.do_GET = lambda self: self._send(503)  # type: ignore[method-assign]
        capture_urls([f"http://news.test:{port}/a"], tmp_path / "raw", issues, broken)
    finally:
        Handler.do_GET = answer  # type: ignore[method-assign]
        broken.close()
    assert [i.code for i in issues.entries] == ["robots"]


def test_unchanged_and_changed_pages(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    raw, issues = tmp_path / "raw", IssueLog("ingest")
    assert capture_urls([at(site, "/etag")], raw, issues, fetcher) == {"captured": 1}
    assert capture_urls([at(site, "/etag")], raw, issues, fetcher) == {"unchanged": 1}
    site.body["/etag"] = PAGE.replace(b"lima tahun", b"enam tahun, kata pejabat itu")
    assert capture_urls([at(site, "/etag")], raw, issues, fetcher) == {"captured": 1}
    lines = (raw / "captures" / "locks" / "added.jsonl").read_text().splitlines()
    assert len(lines) == 2 and len({json.loads(line)["sha256"] for line in lines}) == 2
    done = ingest([raw / "captures"], Work(tmp_path / "work"), raw)
    assert done["documents"] == 1  # two versions of one report


def test_bytes_that_changed_on_disk_are_refused(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    raw = tmp_path / "raw"
    capture_urls([at(site, "/a")], raw, IssueLog("ingest"), fetcher)
    blob = next(p for p in (raw / "captures").rglob("*") if p.is_file() and len(p.name) == 64)
    blob.write_bytes(b"something else")
    done = ingest([raw / "captures"], Work(tmp_path / "work"), raw)
    assert (done["documents"], done["issues"]) == (0, 1)


def test_a_page_that_failed_is_tried_again_though_the_feed_is_unchanged(
    tmp_path: Path, site: Site, fetcher: Fetcher
) -> None:
    raw = source(tmp_path / "raw", site)
    site.body["/feed.rss"] = feed(site, "/a", "/fails-500-x")
    site.fails["/fails-500-x"] = 4  # as often as one run asks
    assert capture_sources(["news"], raw, IssueLog("capture"), fetcher)["refused"] == 1
    assert capture_sources(["news"], raw, IssueLog("capture"), fetcher) == {
        "listed": 2, "unchanged": 1, "captured": 1,
    }  # fmt: skip
    assert site.asked.count("/a") == 1


def test_a_page_still_in_the_feed_is_asked_for_again_after_a_day(
    tmp_path: Path, site: Site, fetcher: Fetcher
) -> None:
    raw = source(tmp_path / "raw", site)
    site.body["/feed.rss"] = feed(site, "/a")
    site.body["/a"] = PAGE
    for days, captured in ((0, 2), (1, 0), (2, 1), (9, 0)):
        if days == 2:
            site.body["/a"] = PAGE.replace(b"lima tahun", b"enam tahun, kata juru bicara")
        fetcher.now = lambda days=days: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
        assert capture_sources(["news"], raw, IssueLog("capture"), fetcher).get("captured", 0) == captured
    assert site.asked.count("/a") == 3
    done = ingest([raw / "captures"], Work(tmp_path / "work"), raw)
    text = pl.read_parquet(tmp_path / "work" / "ingest" / "documents.parquet")["text"]
    assert done["documents"] == 1 and "enam tahun" in text[0]


def test_a_sitemap_index_is_read_newest_first_and_only_where_it_changed(
    tmp_path: Path, site: Site, fetcher: Fetcher
) -> None:
    raw = source(tmp_path / "raw", site, feeds=[], sitemaps=[at(site, "/index.xml")])
    for name, day in (("old", "2020-01-01"), ("new", "2025-01-01")):
        page = f"<url><loc>{at(site, f'/{name}-bnpt-terorisme')}</loc><lastmod>{day}</lastmod></url>"
        site.body[f"/{name}.xml"] = gzip.compress(f"<urlset>{page}</urlset>".encode())
    site.body["/index.xml"] = "<sitemapindex>{}</sitemapindex>".format(
        "".join(
            f"<sitemap><loc>{at(site, f'/{name}.xml')}</loc><lastmod>{day}</lastmod></sitemap>"
            for name, day in (("old", "2020-01-01"), ("new", "2025-01-01"))
        )
    ).encode()
    assert capture_sources(["news"], raw, IssueLog("capture"), fetcher)["captured"] == 5
    assert site.asked[1:] == [
        "/index.xml", "/new.xml", "/new-bnpt-terorisme", "/old.xml", "/old-bnpt-terorisme",
    ]  # fmt: skip
    del site.asked[:]
    capture_sources(["news"], raw, IssueLog("capture"), fetcher)
    assert site.asked == ["/robots.txt", "/index.xml"] or site.asked == ["/index.xml"]


def test_an_outlet_without_listings_is_found_by_its_robots(
    tmp_path: Path, site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = source(tmp_path / "raw", site, feeds=[])
    site.body["/robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {at(site, '/map.xml')}\n".encode()
    pages = (at(site, "/bnpt-terorisme"), "http://elsewhere.test/bnpt-terorisme")
    site.body["/map.xml"] = (
        f"<urlset>{''.join(f'<url><loc>{p}</loc></url>' for p in pages)}</urlset>".encode()
    )
    issues = IssueLog("capture")
    monkeypatch.setattr("flows.ingest.capture._HOME", f"http://{{}}:{site.server_address[1]}")
    assert capture_sources(["news"], raw, issues, fetcher)["captured"] == 2 and not issues.entries
    del site.body["/robots.txt"]
    capture_sources(["news"], raw, issues, fetcher)
    assert [issue.code for issue in issues.entries] == ["no_listing"]


def test_an_article_in_pages_is_captured_whole(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    raw = source(tmp_path / "raw", site, whole_article="page=all")
    site.body["/feed.rss"] = feed(site, "/a?page=2", "/b?x=1")
    site.gone.add("/b?x=1&page=all")
    assert capture_sources(["news"], raw, IssueLog("capture"), fetcher)["captured"] == 3
    assert "/a?page=all" in site.asked and "/a?page=2" not in site.asked
    ingest([raw / "captures"], Work(tmp_path / "work"), raw)
    urls = pl.read_parquet(tmp_path / "work" / "ingest" / "documents.parquet")["url"]
    assert all("page" not in url for url in urls)


def test_the_command_captures_then_reads_and_reads_again_without_the_network(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, notes = source(tmp_path / "raw", site), tmp_path / "notes"
    for name in ("registries", "curation"):
        (raw / name).symlink_to(RAW / name)
    notes.mkdir()
    (notes / "n.md").write_text("---\nid: n1\n---\nBNPT bertemu UNOCT di Jakarta untuk membahas terorisme.\n")
    site.body["/feed.rss"] = feed(site, "/a", "/slow", "/inside")
    monkeypatch.setattr("flows.ingest.capture.Fetcher", make_fetcher)
    settings = {"RAW": raw, "DOCUMENTS": notes, "OUT": tmp_path / "out", "WORK": tmp_path / "work"}
    for name, value in {**settings, "SETTINGS": tmp_path / "none.toml"}.items():
        monkeypatch.setenv(f"SINERGI_{name}", str(value))
    _load.cache_clear()

    assert cli.call(["ingest", "--source", "news"]) == 0
    told = capsys.readouterr().err
    assert "metadata.test leads to 169.254.169.254" in told and "2 captured, 3 listed, 2 refused" in told
    refused = pl.read_parquet(raw / "captures" / "issues.parquet")
    assert sorted(refused["code"]) == ["address_refused", "timeout"]

    site.shutdown()
    assert cli.call(["ingest"]) == 0
    table = pl.read_parquet(next((tmp_path / "work").glob("*/ingest/documents.parquet")))
    assert sorted(table["source_ref"]) == ["captures/locks/news.jsonl#2", "notes/n.md"]

    assert cli.call(["ingest", "--source", "nowhere"]) == 2
    assert "there is no source `nowhere`" in capsys.readouterr().err
