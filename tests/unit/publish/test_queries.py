"""The ready views and the analysts' queries run on a release and say what they answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.publish import views
from flows.publish.query import open_release, run

QUERIES = views.load(views.QUERIES)


def test_there_are_ten_queries() -> None:
    assert len(QUERIES) == 10


@pytest.mark.parametrize("query", [*QUERIES, *views.load()], ids=lambda query: query.name)
def test_it_runs_and_says_what_it_answers(release: Path, query: views.View) -> None:
    assert query.comment.endswith((".", "?", ")"))
    con = open_release(release)
    con.sql(query.sql).fetchall()
    con.close()


def test_answers(release: Path) -> None:
    by_name = {query.name: query.sql for query in QUERIES}
    assert "unodc" in run(release, by_name["partners_of_an_actor"])
    assert "planned" in run(release, by_name["reports_of_an_event"])
    assert "participant" in run(release, by_name["roles_of_an_actor"])
    assert "AUS" in run(release, by_name["countries_by_type"])
