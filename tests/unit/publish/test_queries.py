"""The ready views and the analysts' queries run on a release and say what they answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.publish import views
from flows.publish.files import PublishError
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


def test_stored_views_are_tables_in_their_order(release: Path) -> None:
    con = open_release(release)
    kinds = dict(con.sql("SELECT table_name, table_type FROM information_schema.tables").fetchall())
    for view in views.load():
        assert kinds[view.name] == ("BASE TABLE" if view.stored else "VIEW")
        assert con.sql(f"FROM {view.name}").fetchall() == con.sql(view.sql).fetchall()
    con.close()


def test_a_release_without_its_database_says_what_to_do(release: Path, tmp_path: Path) -> None:
    copy = tmp_path / release.name
    shutil.copytree(release, copy)
    (copy / "sinergi.duckdb").unlink()
    with pytest.raises(PublishError, match="download it again"):
        open_release(copy)
