"""Lines of a run: text and JSON, levels, what fits on a line."""

from __future__ import annotations

import json
import sys

import pytest

from flows.common.progress import Progress, brief, checked, words


def test_a_stage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress().stage("ingest") as counts:
        counts["documents"] = 1234
    line = capsys.readouterr().err
    assert line.startswith("ingest ")
    assert line.endswith("1,234 documents\n")


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not let a peak be forgotten")
def test_the_peak_of_a_stage_is_its_own() -> None:
    told = Progress(level="error")
    with told.stage("large"):
        taken = bytearray(200 << 20)
    del taken
    with told.stage("small"):
        pass
    assert told.measured["small"]["peak_mb"] < told.measured["large"]["peak_mb"] - 100


def test_json_lines_carry_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(form="json", run="r1").stage("extract") as counts:
        counts["read"] = 7
    line = json.loads(capsys.readouterr().err)
    assert (line["stage"], line["read"], line["run"], line["level"]) == ("extract", 7, "r1", "info")


def test_levels(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Progress(level="warning")
    quiet.say("no")
    quiet.say("yes", "warning")
    assert capsys.readouterr().err == "yes\n"


def test_a_failed_stage_says_nothing_of_being_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), Progress().stage("resolve"):
        raise ZeroDivisionError
    assert capsys.readouterr().err == ""


def test_what_fits_on_a_line() -> None:
    assert brief({"a": 1, "b": [1], "c": "", "d": "x"}) == {"a": 1, "d": "x"}
    assert words({"event_actors": 1200, "release": "r"}) == "1,200 event actors, release r"
    quality = {
        "checks": [{"failures": 0}, {"failures": 2}],
        "quarantined": [{"rows": 2}],
        "gold": [
            {"measure": "actors", "group": "all", "f1": 0.912},
            {"measure": "actors", "group": "person", "f1": 0.5},
        ],
    }
    assert checked(quality) == {"checks": 2, "with_failures": 1, "rows_set_aside": 2, "actors_F1": "0.91"}
