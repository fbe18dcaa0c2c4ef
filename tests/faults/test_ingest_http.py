"""A site that misbehaves in every way: each is one clear refusal, and nothing inside the network is ever reached."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import ipaddress
import json
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.common.http import Fetcher, FetchError, Limits, is_public
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.ingest.capture import capture_sources, capture_urls
from flows.ingest.stage import ingest

PAGE = (
    "<html><head><title>BNPT dan Kemlu teken nota</title></head><body><article><h1>BNPT dan Kemlu teken nota</h1>"
    + "<p>Badan Nasional Penanggulangan Terorisme menandatangani nota kesepahaman dengan Kementerian Luar Negeri di Jakarta.</p>"
    * 1
    + "<p>Kerja sama itu mencakup pencegahan ekstremisme dan pertukaran informasi antara kedua lembaga selama lima tahun.</p>"
    + "</article></body></html>"
).encode()

BOMB = gzip.compress(b"0" * 50_000_000)


class Site(http.server.ThreadingHTTPServer):
    """A loopback site whose answers a test sets by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.fails: dict[str, int] = {}
        self.body: dict[str, bytes] = {}


class Handler(http.server.BaseHTTPRequestHandler):
    """Good and bad answers by path."""

    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _send(
        self,
        status: int,
        body: bytes = b"",
        kind: str = "text/html",
        length: int | None = None,
        **headers: str,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def do_GET(self) -> None:
        """Answer as the path says."""
        path = self.path
        self.server.asked.append(path)
        if path in self.server.body:
            kind = (
                "application/rss+xml"
                if path.endswith(".rss")
                else "text/plain"
                if path.endswith(".txt")
                else "text/html"
            )
            return self._send(200, self.server.body[path], kind)
        if path == "/robots.txt":
            return self._send(404)
        if path == "/slow":
            time.sleep(3)
            return self._send(200, PAGE)
        if path == "/drip":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(60):
                    self.wfile.write(b"x")
                    time.sleep(0.1)
            self.close_connection = True
            return None
        if path == "/loop":
            return self._send(302, Location="/loop")
        if path == "/inside":
            return self._send(302, Location="http://metadata.test/latest/meta-data")
        if path == "/inside-literal":
            return self._send(301, Location="http://169.254.169.254/")
        if path == "/file":
            return self._send(302, Location="file:///etc/passwd")
        if path == "/picture":
            return self._send(200, b"\x89PNG", "image/png")
        if path.startswith("/fails-"):
            status = int(path[7:10])
            left = self.server.fails.setdefault(path, 2)
            self.server.fails[path] = left - 1
            return self._send(status, Retry_After="7") if left > 0 else self._send(200, PAGE)
        if path.startswith("/always-"):
            return self._send(int(path[8:11]))
        if path == "/truncated":
            self.close_connection = True
            return self._send(200, PAGE[:50], length=len(PAGE))
        if path == "/bomb":
            return self._send(200, BOMB, Content_Encoding="gzip")
        if path == "/cut-gzip":
            return self._send(200, gzip.compress(PAGE * 50)[:60], Content_Encoding="gzip")
        if path == "/deflate":
            return self._send(200, zlib.compress(PAGE), Content_Encoding="deflate")
        if path == "/big":
            return self._send(200, b"0" * 3_000_000)
        if path == "/etag":
            if self.headers.get("If-None-Match") == '"one"':
                return self._send(304)
            return self._send(200, PAGE, ETag='"one"')
        return self._send(200, PAGE)


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


NAMES = {
    "news.test": ["127.0.0.1"],
    "metadata.test": ["169.254.169.254"],
    "both.test": ["93.184.216.34", "10.0.0.1"],
}


@pytest.fixture
def fetcher(site: Site) -> Iterator[Fetcher]:
    """A fetcher that knows the site by name, waits for nobody and may reach the loopback address only."""
    limits = Limits(
        connect_seconds=2,
        read_seconds=0.6,
        total_seconds=1.5,
        max_bytes=2_000_000,
        ports=None,
        first_wait=0.0,
    )
    made = Fetcher(
        limits,
        resolver=lambda host, port: NAMES.get(host, [host]),
        permitted=lambda a: is_public(a) or a == ipaddress.ip_address("127.0.0.1"),
        sleep=lambda seconds: None,
    )
    yield made
    made.close()


def at(site: Site, path: str) -> str:
    return f"http://news.test:{site.server_address[1]}{path}"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/slow", "timeout"),
        ("/drip", "timeout"),
        ("/loop", "redirects"),
        ("/inside", "address_refused"),
        ("/inside-literal", "address_refused"),
        ("/file", "address_refused"),
        ("/picture", "content_type"),
        ("/always-429", "status_429"),
        ("/always-503", "status_503"),
        ("/always-404", "status_404"),
        ("/always-403", "status_403"),
        ("/truncated", "broken"),
        ("/cut-gzip", "broken"),
        ("/bomb", "too_large"),
        ("/deflate", "encoding"),
        ("/big", "too_large"),
    ],
)
def test_every_bad_answer_is_refused_with_its_reason(
    site: Site, fetcher: Fetcher, path: str, code: str
) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher.get(at(site, path), accept=("text/html",))
    assert caught.value.code == code
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("path", ["/fails-429-a", "/fails-500-a", "/fails-503-a"])
def test_what_passes_is_retried(site: Site, fetcher: Fetcher, path: str) -> None:
    waits: list[float] = []
    fetcher.sleep = waits.append
    assert fetcher.get(at(site, path), delay=0).body == PAGE
    assert site.asked.count(path) == 3
    assert max(waits) == 7.0


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.2/", "http://10.1.2.3/", "http://192.168.1.1/", "http://172.16.0.1/", "http://100.64.0.1/",
        "http://169.254.169.254/latest", "http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://0.0.0.0/",
        "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
        "http://both.test/", "ftp://news.test/", "http://user:secret@news.test/", "gopher://news.test/",
    ],
)  # fmt: skip
def test_no_address_inside_is_fetched(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url)
    assert caught.value.code == "address_refused"


def test_only_usual_ports_by_default() -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(resolver=lambda h, p: ["93.184.216.34"]).get("http://news.test:22/")
    assert caught.value.code == "address_refused"


def test_the_name_is_resolved_once_for_check_and_connection(site: Site, fetcher: Fetcher) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetcher.resolver = lambda host, port: next(answers)
    assert fetcher.get(at(site, "/")).body == PAGE


def test_one_host_is_not_hurried(site: Site, fetcher: Fetcher) -> None:
    now, waits = [100.0], []
    fetcher.clock = lambda: now[0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    fetcher.sleep = sleep
    for _ in range(3):
        fetcher.get(at(site, "/"), delay=5)
    assert waits == [5.0, 5.0]


def _raw(tmp_path: Path, site: Site, **more: object) -> Path:
    raw = tmp_path / "raw"
    (raw / "sources").mkdir(parents=True)
    record = {
        "id": "news",
        "name": "News",
        "domain": "news.test",
        "feeds": [at(site, "/feed.rss")],
        "status": "active",
        **more,
    }
    (raw / "sources" / "news.yml").write_text(json.dumps(record))
    return raw


def _feed(site: Site, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>BNPT dan mitra bahas terorisme</title><link>{at(site, p)}</link></item>" for p in paths
    )
    return f"<rss><channel><title>News</title>{items}</channel></rss>".encode()


def test_capture_locks_bytes_and_reads_them_offline(tmp_path: Path, site: Site, fetcher: Fetcher) -> None:
    raw = _raw(tmp_path, site)
    site.body["/feed.rss"] = _feed(site, "/a", "/picture", "/always-500", "/inside")
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
    raw = _raw(tmp_path, site)
    site.body["/robots.txt"] = b"User-agent: *\nDisallow: /closed\nCrawl-delay: 3\n"
    site.body["/feed.rss"] = _feed(site, "/closed/a", "/open/a")
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
