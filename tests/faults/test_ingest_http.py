"""A site that misbehaves in every way: each is one clear refusal, and nothing inside the network is ever reached."""

from __future__ import annotations

import time

import pytest

from flows.common.http import Fetcher, FetchError
from tests.faults.bad_site import PAGE, Site, at


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
