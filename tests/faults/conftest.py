"""Fixtures of the fault tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flows.common.http import Fetcher
from tests.faults.bad_site import Site, make_fetcher, running


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site."""
    with running() as server:
        yield server


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """A fetcher that may reach the site."""
    made = make_fetcher()
    yield made
    made.close()
