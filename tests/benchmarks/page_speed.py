"""How fast the page of a large release is in a browser: opening, searching, filtering, sorting, evidence.

    PYTHONPATH=tests/browser python tests/benchmarks/page_speed.py [EVENTS]

Publishes EVENTS (100,000) events with links and evidence and opens the page in headless Chromium.
"""

from __future__ import annotations

import functools
import sys
import tempfile
import threading
import time
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from chrome import window
from publish_million import VERSION, make

from flows.publish.stage import publish

CLOCK = "const begun = performance.now(); {} return Math.round((performance.now() - begun) * 10) / 10"
SEARCH = "const q = document.querySelector('#q'); q.value = '{}'; q.dispatchEvent(new Event('input')); q.offsetTop;"
STEPS = {
    "first search": SEARCH.format("body 77"),
    "search, many hits": SEARCH.format("meeting"),
    "search, few hits": SEARCH.format("meeting 99999"),
    "search, two words": SEARCH.format("body 123 jakarta"),
    "search emptied": SEARCH.format(""),
    "filter by country": "const f = document.querySelector('#f-country'); f.value = 'AUS'; f.dispatchEvent(new Event('change')); f.offsetTop;",
    "sort by title": "document.querySelectorAll('#rows thead button')[1].click(); document.body.offsetTop;",
    "other language": "document.querySelector('button[data-lang=id]').click(); document.body.offsetTop;",
    "other table": "document.querySelector('#tab-actors').click(); document.body.offsetTop;",
}


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def main(events: int, folder: Path) -> None:
    """Publish, open, measure; print the figures."""
    release = publish(make(folder / "work", events), folder / "out", VERSION, date(2025, 1, 31), {})
    pieces = sum(path.stat().st_size for path in (release / "evidence").glob("*")) / 1e6
    print(
        f"index.html {(release / 'index.html').stat().st_size / 1e6:.1f} MB, evidence beside it {pieces:.1f} MB"
    )
    serve = functools.partial(Quiet, directory=str(release.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with window(folder / "profile") as page:
        start = time.perf_counter()
        page.open(f"http://127.0.0.1:{server.server_port}/{release.name}/index.html")
        page.until("return document.documentElement.dataset.ready", 120)
        print(f"{'opened and ready':20} {(time.perf_counter() - start) * 1000:7.0f} ms")
        for name, step in STEPS.items():
            print(f"{name:20} {page.run(CLOCK.format(step)):7.1f} ms")
        start = time.perf_counter()
        page.run("document.querySelector('#rows button.row').click()")
        page.until("return document.querySelector('.proofs table')")
        print(f"{'evidence of a row':20} {(time.perf_counter() - start) * 1000:7.0f} ms")
        print(f"console: {page.logs('browser')}")
    server.shutdown()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, Path(scratch))
