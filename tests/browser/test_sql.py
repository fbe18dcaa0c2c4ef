"""SQL in a real browser: the same answers as DuckDB, read by ranges, from this origin alone."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import chrome
import pytest
import sample
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from flows.publish import engine, site, views
from flows.publish.files import PublishError
from flows.publish.query import open_release
from flows.publish.stage import publish
from flows.validate.stage import validate

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not (chrome.BROWSER and chrome.DRIVER), reason=chrome.MISSING),
    pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm, which brings the engine"),
]
MANY = 8_000  # events: enough for a database of several megabytes
ANSWER = (
    "return [...document.querySelectorAll('#rows tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
)


class Served:
    """A loopback server over a folder that keeps what was asked of it: (path, status, bytes sent)."""

    def __init__(self, folder: Path) -> None:
        files = StaticFiles(directory=folder, html=True)
        self.asked: list[tuple[str, int, int]] = []

        async def answer(scope: Any, receive: Any, send: Any) -> None:
            async def noted(message: Any) -> None:
                if message["type"] == "http.response.start":
                    length = dict(message["headers"]).get(b"content-length", b"0")
                    self.asked.append((scope["path"], message["status"], int(length)))
                await send(message)

            await files(scope, receive, noted)

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=[Mount("/", answer)]), port=port, log_level="error")
        )
        threading.Thread(target=self.server.run, daemon=True).start()
        while not self.server.started:
            time.sleep(0.02)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of releases with one release of many events, and the engine beside it."""
    root = tmp_path_factory.mktemp("sql")
    rows = sample.rows()
    base = rows["events"][0]
    ledger = [row for row in rows["event_history"] if row["event_id"] == base["event_id"]]
    proofs = [row for row in rows["evidence"] if row["record_id"] == base["event_id"]]
    for number in range(MANY):
        own = {"event_id": f"ev-copy-{number}"}
        rows["events"].append({**base, **own, "title_en": f"Copy {number}"})
        rows["event_history"] += [{**row, **own} for row in ledger]
        rows["evidence"] += [{**row, "record_id": own["event_id"]} for row in proofs]
    work = sample.write(root / "work", rows)
    validate(work, root, None, None, sample.V1)
    publish(work, root / "out", sample.V1, date(2025, 1, 31), {})
    try:
        engine.bring(root / "out")
    except PublishError as error:
        pytest.skip(str(error))
    return root / "out"


@pytest.fixture(scope="module")
def served(out: Path) -> Iterator[Served]:
    """The folder of releases, served."""
    server = Served(out)
    yield server
    server.server.should_exit = True


@pytest.fixture(scope="module")
def page(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The page for SQL, ready."""
    with chrome.window(tmp_path_factory.mktemp("profile")) as window:
        window.open(f"{served.origin}/sql/index.html?release={sample.V1}")
        ready = window.until("return document.documentElement.dataset.ready", 120)
        assert ready == "yes", window.run("return document.querySelector('#told').textContent")
        yield window


def ask(page: Any, sql: str) -> list[list[str]]:
    """Ask in the page; return the rows that it shows."""
    before = int(page.run("return document.documentElement.dataset.asked || 0"))
    page.run(
        "document.querySelector('#sql').value = arguments[0]; document.querySelector('#run').click()", sql
    )
    page.until(f"return document.documentElement.dataset.asked > {before}", 60)
    rows: list[list[str]] = page.run(ANSWER)
    return rows


def shown(value: Any) -> str:
    """Return a value of DuckDB as the page shows it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def test_the_ten_questions_have_the_answers_of_duckdb(page: Any, out: Path) -> None:
    con = open_release(out / sample.V1)
    for query in views.load(views.QUERIES):
        assert ask(page, query.sql) == [[shown(one) for one in row] for row in con.sql(query.sql).fetchall()]
    con.close()


def test_a_question_reads_a_part_of_the_file(served: Served, out: Path, page: Any) -> None:
    size = (out / sample.V1 / "sinergi.duckdb").stat().st_size
    answers = [one for one in served.asked if one[0].endswith("sinergi.duckdb") and one[1] != 200]
    assert {status for _, status, _ in answers} <= {206, 304}  # a part, or what the browser has already
    before = len(served.asked)
    assert ask(page, "SELECT title_en FROM events WHERE event_id = 'ev-copy-77'") == [["Copy 77"]]
    read = sum(sent for path, status, sent in served.asked[before:] if status == 206)
    assert read < size / 4


def test_types_and_mistakes_are_told(page: Any) -> None:
    rows = ask(
        page,
        "SELECT 1.50::DECIMAL(9,2), -3::HUGEINT, DATE '2024-02-29', ['a', 'b'], NULL, true, 'x<b>y</b>', "
        "TIMESTAMP '2024-02-29 10:11:12', 9007199254740993::BIGINT",
    )
    assert rows == [
        ["1.50", "-3", "2024-02-29", "a | b", "", "true", "x<b>y</b>", "2024-02-29 10:11:12", "9007199254740993"]
    ]  # fmt: skip
    assert ask(page, "SELECT nothing FROM nowhere") == []
    assert "nowhere" in page.run("return document.querySelector('#told').textContent")
    assert ask(page, "SELECT 1") == [["1"]]
    ask(page, "DROP TABLE events")
    assert "read-only" in page.run("return document.querySelector('#told').textContent")


def test_keyboard_names_and_languages(page: Any) -> None:
    page.run("document.querySelector('#sql').value = 'SELECT 41 + 1'; document.querySelector('#sql').focus()")
    before = int(page.run("return document.documentElement.dataset.asked || 0"))
    page.chord("\ue009", "\ue007")  # control and enter
    page.until(f"return document.documentElement.dataset.asked > {before}")
    assert page.run(ANSWER) == [["42"]]
    page.run("document.querySelector('button[data-lang=id]').click()")
    assert page.run("return document.querySelector('h1').innerText") == "SQL di peramban"
    assert "baris" in page.run("return document.querySelector('#told').textContent")
    page.run("document.querySelector('button[data-lang=en]').click()")
    assert page.run(
        "return [...document.querySelectorAll('button, a, select, textarea')]"
        ".every(n => (n.innerText || n.textContent || '').trim() || document.querySelector(`label[for=${n.id}]`))"
    )


def test_nothing_on_the_console_and_no_request_leaves(page: Any, served: Served) -> None:
    ask(page, "SELECT count(*) FROM evidence")
    assert [entry for entry in page.logs("browser") if entry["level"] in {"SEVERE", "WARNING"}] == []
    asked = [url for url in page.requests() if url.startswith("http")]
    assert asked and all(url.startswith(served.origin) for url in asked)


def test_the_policy_keeps_questions_at_home(page: Any) -> None:
    foreign = Foreign()
    ask(page, f"FROM read_csv('{foreign.origin}/x.csv')")
    assert foreign.asked == []
    assert "x.csv" in page.run("return document.querySelector('#told').textContent") or page.logs("browser")
    foreign.server.should_exit = True
    assert ask(page, "SELECT count(*) FROM programmes") == [["1"]]


class Foreign(Served):
    """A server of another origin that would answer anything."""

    def __init__(self) -> None:
        super().__init__(Path(__file__).parent)
        self.asked.clear()


def test_without_the_engine_the_page_says_what_to_do(
    tmp_path: Path, out: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in ("index.json", "latest.json"):
        shutil.copy(out / name, tmp_path / name)
    site.write(tmp_path)
    server = Served(tmp_path)
    with chrome.window(tmp_path_factory.mktemp("profile")) as window:
        window.open(f"{server.origin}/sql/index.html")
        told = window.until("return document.querySelector('#told').textContent")
    server.server.should_exit = True
    assert "sinergi site --sql" in told
