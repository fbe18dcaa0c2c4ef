"""A release over HTTP answers as it does from a folder."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.publish import views
from flows.publish.files import PublishError
from flows.publish.query import open_release
from flows.publish.remote import is_remote, open_remote

uvicorn = pytest.importorskip("uvicorn")
staticfiles = pytest.importorskip("starlette.staticfiles")


@pytest.fixture(scope="module")
def origin(release: Path) -> Iterator[str]:
    """A static server with range requests over the folder of releases."""
    from starlette.applications import Starlette
    from starlette.routing import Mount

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = Starlette(routes=[Mount("/", staticfiles.StaticFiles(directory=release.parent))])
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_the_same_answers(origin: str, release: Path) -> None:
    near, far = open_release(release), open_remote(origin)
    for query in views.load(views.QUERIES):
        assert far.sql(query.sql).fetchall() == near.sql(query.sql).fetchall(), query.name


def test_a_release_by_its_own_address(origin: str, release: Path) -> None:
    assert open_remote(f"{origin}/{release.name}/").sql("SELECT count(*) FROM events").fetchall() == [(2,)]


def test_a_wrong_address_is_told(origin: str) -> None:
    with pytest.raises(PublishError, match="neither a release"):
        open_remote(f"{origin}/nowhere")
    with pytest.raises(PublishError, match="not reachable"):
        open_remote("http://127.0.0.1:9/x")
    assert is_remote("s3://bucket/x") and not is_remote("releases/2025-01-31.1")
