"""A loopback site that answers well or badly by path, and a fetcher that may reach it."""

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

from flows.common.http import Fetcher, Limits, is_public

PAGE = (
    "<html><head><title>BNPT dan Kemlu teken nota</title></head><body><article><h1>BNPT dan Kemlu teken nota</h1>"
    + "<p>Badan Nasional Penanggulangan Terorisme menandatangani nota kesepahaman dengan Kementerian Luar Negeri di Jakarta.</p>"
    * 1
    + "<p>Kerja sama itu mencakup pencegahan ekstremisme dan pertukaran informasi antara kedua lembaga selama lima tahun.</p>"
    + "</article></body></html>"
).encode()

KINDS = {"rss": "application/rss+xml", "xml": "application/xml", "txt": "text/plain"}
BOMB = gzip.compress(b"0" * 50_000_000)


class Site(http.server.ThreadingHTTPServer):
    """A loopback site whose answers a test sets by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.fails: dict[str, int] = {}
        self.body: dict[str, bytes] = {}
        self.gone: set[str] = set()


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
            ending = path.split("?")[0].rpartition(".")[2]
            return self._send(200, self.server.body[path], KINDS.get(ending, "text/html"))
        if path == "/robots.txt" or path in self.server.gone:
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


NAMES = {
    "news.test": ["127.0.0.1"],
    "metadata.test": ["169.254.169.254"],
    "both.test": ["93.184.216.34", "10.0.0.1"],
}


@contextlib.contextmanager
def running() -> Iterator[Site]:
    """A running site."""
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def make_fetcher() -> Fetcher:
    """A fetcher that knows the site by name, waits for nobody and may reach the loopback address only."""
    limits = Limits(
        connect_seconds=2,
        read_seconds=0.6,
        total_seconds=1.5,
        max_bytes=2_000_000,
        ports=None,
        first_wait=0.0,
    )
    return Fetcher(
        limits,
        resolver=lambda host, port: NAMES.get(host, [host]),
        permitted=lambda a: is_public(a) or a == ipaddress.ip_address("127.0.0.1"),
        sleep=lambda seconds: None,
    )


def at(site: Site, path: str) -> str:
    return f"http://news.test:{site.server_address[1]}{path}"


def source(raw: Path, site: Site, **more: object) -> Path:
    """Write the record of the site's outlet below `raw`; returns `raw`."""
    (raw / "sources").mkdir(parents=True, exist_ok=True)
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


def feed(site: Site, *paths: str) -> bytes:
    """A feed of the site that lists these pages."""
    items = "".join(
        f"<item><title>BNPT dan mitra bahas terorisme</title><link>{at(site, p)}</link></item>" for p in paths
    )
    return f"<rss><channel><title>News</title>{items}</channel></rss>".encode()
