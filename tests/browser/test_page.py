"""The page of a release in a real browser: figures, search, details, languages, keyboard, safety."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import chrome
import pyarrow.parquet as pq
import pytest
import sample

from flows.publish.stage import publish
from flows.validate.stage import validate

EVIL = "<img src=x onerror=\"document.title='taken'\"></script><script>document.title='taken'</script>"


pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (chrome.BROWSER and chrome.DRIVER), reason=chrome.MISSING),
]


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with hostile titles and names."""
    root = tmp_path_factory.mktemp("site")
    rows = sample.rows()
    rows["events"][1] |= {"title_en": EVIL, "title_id": EVIL}
    rows["reports"][2] |= {"title": EVIL, "url": "javascript:document.title='taken'"}
    rows["programmes"][0]["aliases"] = [EVIL]
    work = sample.write(root / "work", rows)
    validate(work, root, None, None, sample.V1)
    return publish(work, root / "out", sample.V1, date(2025, 1, 31), {})


@pytest.fixture(scope="module")
def origin(release: Path) -> Iterator[str]:
    """The address of a loopback server over the releases."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(release.parent)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser window."""
    with chrome.window(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def page(window: Any, origin: str, release: Path) -> Any:
    """The page of the release, ready."""
    window.open("about:blank")
    window.logs("browser")
    window.logs("performance")
    window.open(f"{origin}/{release.name}/index.html")
    assert window.until("return document.documentElement.dataset.ready") == "yes"
    return window


def rows(page: Any) -> int:
    """Return the number of rows that the table shows."""
    return int(page.run("return document.querySelectorAll('#rows tbody tr[data-row]').length"))


def search(page: Any, words: str) -> None:
    """Type into the search field."""
    page.run(
        "const q = document.querySelector('#q'); q.value = arguments[0]; q.dispatchEvent(new Event('input'))",
        words,
    )


def test_figures_are_those_of_the_tables(page: Any, release: Path) -> None:
    shown = page.run(
        "return Object.fromEntries([...document.querySelectorAll('[data-figure]')].map(n => [n.dataset.figure, +n.dataset.value]))"
    )
    for name in ("events", "actors", "programmes", "reports", "evidence"):
        assert shown[name] == pq.ParquetFile(release / "data" / f"{name}.parquet").metadata.num_rows
    assert rows(page) == shown["events"]


def test_nothing_on_the_console_and_no_request_leaves(page: Any, origin: str) -> None:
    search(page, "bandung")
    page.run("document.querySelectorAll('#rows button.row').forEach(b => b.click())")
    assert page.logs("browser") == []
    assert [url for url in page.requests() if not url.startswith((origin, "about:", "data:"))] == []


def test_search_filters_and_details(page: Any) -> None:
    search(page, "bandung unodc")
    assert rows(page) == 1
    page.run("document.querySelector('#rows button.row').click()")
    detail = page.run("return document.querySelector('tr.detail').innerText")
    assert "Bali Work Plan" in detail and "2024-02-01" in detail and "rule.sample" in detail
    search(page, "nothing like this")
    assert rows(page) == 0
    search(page, "")
    page.run(
        "const f = document.querySelector('#f-country'); f.value = 'AUS'; f.dispatchEvent(new Event('change'))"
    )
    assert rows(page) == 1
    assert "1 of 2" in page.run("return document.querySelector('#count').textContent")


def test_both_languages(page: Any) -> None:
    page.run("document.querySelector('button[data-lang=id]').click()")
    assert page.run("return document.documentElement.lang") == "id"
    assert page.run("return document.querySelector('#figures').innerText") == "Dalam angka"
    left = page.run(
        "return [...document.querySelectorAll('[data-t]')].filter(n => !n.textContent.trim()).length"
    )
    assert left == 0
    page.run("document.querySelector('button[data-lang=en]').click()")


def test_hostile_words_stay_words(page: Any) -> None:
    search(page, "onerror")
    assert rows(page) == 1
    page.run("document.querySelector('#rows button.row').click()")
    page.run(
        "document.querySelector('#tab-programmes').click(); document.querySelector('#rows button.row').click()"
    )
    page.run(
        "document.querySelector('#tab-reports').click(); document.querySelectorAll('#rows button.row').forEach(b => b.click())"
    )
    assert page.run("return document.title") == "sinergi 2025-01-31.1"
    assert page.run("return document.querySelectorAll('img').length") == 0
    assert (
        page.run("return [...document.querySelectorAll('a')].filter(a => /^javascript/i.test(a.href)).length")
        == 0
    )


def test_the_policy_stops_foreign_scripts(page: Any) -> None:
    page.run(
        "const s = document.createElement('script'); s.textContent = 'document.title = \"taken\"'; document.body.append(s)"
    )
    assert page.run("return document.title") == "sinergi 2025-01-31.1"
    assert any("Content Security Policy" in entry["message"] for entry in page.logs("browser"))


def test_keyboard_and_names_for_screen_readers(page: Any) -> None:
    page.run("document.querySelector('#tab-events').focus()")
    page.keys("\ue014")  # right arrow
    assert page.run("return document.activeElement.id") == "tab-actors"
    page.run("document.querySelector('#rows button.row').focus()")
    page.keys("\ue007")  # enter
    assert (
        page.run("return document.querySelector('#rows button.row').getAttribute('aria-expanded')") == "true"
    )
    unnamed = page.run(
        "return [...document.querySelectorAll('button, a, input, select')].filter(n => !(n.innerText || n.textContent || '').trim() "
        "&& !n.getAttribute('aria-label') && !n.closest('label')).length"
    )
    assert unnamed == 0
    assert page.run(
        "return [...document.querySelectorAll('svg')].every(s => ['img', 'group'].includes(s.getAttribute('role')) && s.querySelector('title'))"
    )


def test_it_works_from_a_folder(window: Any, release: Path) -> None:
    window.open((release / "index.html").as_uri())
    assert window.until("return document.documentElement.dataset.ready") == "yes"
    assert rows(window) == 2


def test_the_network_is_read_node_by_node(page: Any) -> None:
    page.run(
        "document.querySelector('[data-chart=network] .en g[data-actor=bnpt]').focus({preventScroll: true})"
    )
    told = page.run("return document.activeElement.getAttribute('aria-label')")
    assert told.startswith("BNPT. ") and "Australia – BNPT: 1 events together" in told
    dimmed = page.run("return document.querySelectorAll('[data-chart=network] .en path.dim').length")
    lines = page.run("return document.querySelectorAll('[data-chart=network] .en path[data-a]').length")
    assert 0 < dimmed < lines


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A release whose evidence lies beside the page, in pieces of one record."""
    root = tmp_path_factory.mktemp("large")
    work = sample.write(root / "work")
    validate(work, root, None, None, sample.V1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.publish.page_proofs.INLINE", 0)
        patch.setattr("flows.publish.page_proofs.RECORDS", 1)
        yield publish(work, root / "out", sample.V1, date(2025, 1, 31), {})


def test_evidence_of_a_large_release_is_fetched_when_asked_for(window: Any, large: Path) -> None:
    pieces = sorted(path.name for path in (large / "evidence").iterdir())
    assert pieces[:2] == ["actors-0.bin", "actors-1.bin"] and "events-1.bin" in pieces
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(large.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    window.open("about:blank")
    window.logs("browser")
    window.logs("performance")
    window.open(f"http://127.0.0.1:{server.server_port}/{large.name}/index.html")
    assert window.until("return document.documentElement.dataset.ready") == "yes"
    search(window, "bandung")
    window.run("document.querySelector('#rows button.row').click()")
    told = window.until(
        "const q = document.querySelector('.proofs table'); return q && document.querySelector('tr.detail').innerText"
    )
    assert "rule.sample" in told and "2024-03-03" in told and "Headline r2" in told
    asked = [url.rsplit("/", 1)[1] for url in window.requests() if "/evidence/" in url]
    assert len(asked) == 1 and asked[0] in pieces
    assert window.logs("browser") == []
    server.shutdown()
    server.server_close()
    window.open((large / "index.html").as_uri())
    assert window.until("return document.documentElement.dataset.ready") == "yes"
    window.run("document.querySelector('#rows button.row').click()")
    assert window.until(
        "const q = document.querySelector('.proofs'); return q.innerText.includes('sinergi serve')"
    )
