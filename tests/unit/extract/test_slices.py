"""Slices over shared storage: what comes back is what one process reads, and nothing is read twice."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyarrow import fs

from flows.common.paths import RAW, Work
from flows.common.storage import Storage, open_storage
from flows.extract import slice_reader, slices
from flows.extract.backend.beside import Answered
from flows.extract.backend.measured import Count, Measured
from flows.extract.pool import Job
from flows.extract.stage import extract
from tests.generator.works import claims, work_with

GOOD = "BNPT and UNOCT signed a memorandum of understanding in Jakarta on 28 November 2022."


def work_of(root: Path, count: int) -> Work:
    return work_with(root, [f"{GOOD} Number {number}." for number in range(count)])


@pytest.fixture(params=["folder", "bucket"])
def shared(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A shared folder, and a bucket of an S3-compatible server on loopback."""
    if request.param == "folder":
        yield str(tmp_path / "shared")
        return
    if importlib.util.find_spec("moto") is None:
        pytest.skip("needs the packages of tests/requirements.txt")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    place = fs.S3FileSystem(endpoint_override=f"{host}:{port}", scheme="http", allow_bucket_creation=True)
    place.create_dir("shared")
    yield "s3://shared/slices"
    server.stop()


@pytest.mark.slow
def test_slices_give_what_one_process_gives(tmp_path: Path, shared: str) -> None:
    one, many = work_of(tmp_path / "1", 30), work_of(tmp_path / "2", 30)
    extract(one, RAW, processes=1)
    storage = open_storage(shared)
    names = slices.send(many, RAW, storage, 16)
    assert len(names) == 2
    assert [slice_reader.read_slice(shared, name, 30.0) for name in names] == names
    assert slices.receive(many, RAW, storage, names) == 30
    counts = extract(many, RAW, processes=1)
    assert (counts["read"], counts["cached"]) == (0, 30)
    for name, table in claims(one).items():
        assert table.equals(claims(many)[name]), name
    assert slices.send(many, RAW, storage, 16) == []


def test_a_run_cut_short_finds_what_was_read(tmp_path: Path) -> None:
    work, storage = work_of(tmp_path / "w", 6), open_storage(str(tmp_path / "shared"))
    names = slices.send(work, RAW, storage, 4)
    assert slice_reader.read(storage, names[0], 30.0) == 6
    assert slice_reader.read(storage, names[0], 30.0) == 0
    assert slices.send(work, RAW, storage, 4) == names
    assert slices.receive(work, RAW, storage, [*names, "missing"]) == 6
    assert extract(work, RAW, processes=1)["read"] == 0


@pytest.mark.slow
def test_a_slice_whose_reader_is_killed_is_read_by_another(tmp_path: Path) -> None:
    one, many = work_of(tmp_path / "1", 12), work_of(tmp_path / "2", 12)
    extract(one, RAW, processes=1)
    shared = str(tmp_path / "shared")
    (name,) = slices.send(many, RAW, open_storage(shared), 16)
    command = [sys.executable, "-m", "flows.extract.slice_reader", shared, name, "30"]
    killed = subprocess.Popen(command, stdin=subprocess.PIPE)
    time.sleep(0.3)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    assert slice_reader.read_slice(shared, name, 30.0) == name
    assert slices.receive(many, RAW, open_storage(shared), [name]) == 12
    assert extract(many, RAW, processes=1)["read"] == 0
    for table, rows in claims(one).items():
        assert rows.equals(claims(many)[table]), table


def test_what_fails_on_a_worker_is_left_to_the_stage(tmp_path: Path) -> None:
    work, storage = work_of(tmp_path / "w", 3), open_storage(str(tmp_path / "shared"))
    (name,) = slices.send(work, RAW, storage, 16)
    assert slice_reader.read(storage, name, 0.000001) == 0  # every report takes too long
    assert slices.receive(work, RAW, storage, [name]) == 0
    assert extract(work, RAW, processes=1)["read"] == 3


def test_other_code_on_a_worker_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, storage = work_of(tmp_path / "w", 3), open_storage(str(tmp_path / "shared"))
    (name,) = slices.send(work, RAW, storage, 16)
    monkeypatch.setattr(slice_reader, "code_hash", lambda parts: "another")
    with pytest.raises(slice_reader.SliceError, match="install the same version"):
        slice_reader.read(storage, name, 30.0)


@pytest.mark.slow
def test_a_slice_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(slice_reader.SliceError, match="slice none: FileNotFoundError"):
        slice_reader.read_slice(str(tmp_path), "none", 30.0)


@pytest.mark.slow
def test_the_process_of_a_slice_ends_with_its_worker(tmp_path: Path) -> None:
    """A pipe from the worker that closes ends it, whatever it is doing."""
    work = work_of(tmp_path / "w", 400)
    storage = open_storage(str(tmp_path / "shared"))
    (name,) = slices.send(work, RAW, storage, 1000)
    command = [sys.executable, "-m", "flows.extract.slice_reader", str(tmp_path / "shared"), name, "30"]
    started = subprocess.Popen(command, stdin=subprocess.PIPE)
    time.sleep(0.5)
    assert started.poll() is None
    assert started.stdin is not None
    started.stdin.close()
    assert started.wait(60) == 1
    assert not storage.has(slices.DONE.format(name))


def test_answers_of_a_model_travel_with_their_reports(tmp_path: Path) -> None:
    measured = Measured("m", {("event", "model"): Count(3, 4), ("event", "rules"): Count(1, 2)})
    jobs = [
        Job("r1", "a text", "en", None, None, "k1", Answered("{}", "model:m", measured, "1 no code")),
        Job("r2", "another", "id", None, "A", "k2"),
    ]
    storage = Storage(fs.LocalFileSystem(), str(tmp_path))
    name = slices._write(jobs, "digest", storage)
    assert slices.read_jobs(storage.read(slices.JOBS.format(name)))[0] == jobs
