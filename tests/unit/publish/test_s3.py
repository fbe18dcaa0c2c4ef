"""Object storage: a release sent to a real S3-compatible server on loopback, cut off, sent again, and asked there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyarrow import fs

from flows.cli import cli
from flows.common.storage import filesystem
from flows.publish import views
from flows.publish.files import PublishError, listed, read_json
from flows.publish.query import open_release
from flows.publish.remote import open_remote
from flows.publish.upload import upload

moto = pytest.importorskip("moto.server", reason="needs the packages of tests/requirements.txt")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An S3-compatible server on loopback; keys and address stand in the environment."""
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }.items():
            patch.setenv(name, value)
        yield f"{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str, request: pytest.FixtureRequest) -> str:
    """The address of a new, empty bucket."""
    name = request.node.name.replace("_", "-").replace("[", "-").strip("]")[:60]
    fs.S3FileSystem(endpoint_override=server, scheme="http", allow_bucket_creation=True).create_dir(name)
    return f"s3://{name}"


def objects(address: str) -> dict[str, bytes]:
    """Return every object below `address` by its name there."""
    place, root = filesystem(address)
    found = place.get_file_info(fs.FileSelector(root, recursive=True))
    files = [one.path for one in found if one.type == fs.FileType.File]
    return {path.removeprefix(f"{root}/"): place.open_input_stream(path).read() for path in files}


def test_a_release_lies_there_byte_for_byte_and_the_pointer_came_last(release: Path, bucket: str) -> None:
    told: list[str] = []
    done = upload(release, f"{bucket}/open", told.append)
    there = objects(f"{bucket}/open")
    for path in listed(release):
        assert there[f"{release.name}/{path.relative_to(release).as_posix()}"] == path.read_bytes()
    assert told[-3:] == [f"{bucket[5:]}/open/{name}" for name in ("index.html", "index.json", "latest.json")]
    assert told.index(f"{bucket[5:]}/open/{release.name}/SHA256SUMS") == done.sent - 1
    assert there["sql/index.html"] == (release.parent / "sql" / "index.html").read_bytes()
    again = upload(release, f"{bucket}/open")
    assert (again.sent, again.there) == (0, done.sent)


def test_pages_are_shown_and_not_saved(release: Path, bucket: str) -> None:
    upload(release, bucket)
    place, root = filesystem(bucket)
    kind = place.open_input_stream(f"{root}/{release.name}/index.html").metadata()
    assert kind["Content-Type"] == b"text/html; charset=utf-8"


def test_the_same_answers_from_object_storage(release: Path, bucket: str) -> None:
    upload(release, f"{bucket}/open")
    near, far = open_release(release), open_remote(f"{bucket}/open")
    for query in views.load(views.QUERIES):
        assert far.sql(query.sql).fetchall() == near.sql(query.sql).fetchall(), query.name
    asked = CliRunner().invoke(
        cli, ["query", "--release", f"{bucket}/open", "SELECT count(*) AS n FROM events"]
    )
    assert asked.exit_code == 0
    assert asked.output.split() == ["n", "-", "2", "(1", "row)"]


def test_killed_in_the_middle_it_moves_no_pointer_and_goes_on(release: Path, bucket: str) -> None:
    script = (
        "import sys, time; from pathlib import Path; from flows.publish.upload import upload; "
        "upload(Path(sys.argv[1]), sys.argv[2], lambda _: time.sleep(0.2))"
    )
    sending = subprocess.Popen(
        [sys.executable, "-c", script, str(release), bucket], env={**os.environ, "PYTHONPATH": os.getcwd()}
    )
    end = time.monotonic() + 60
    while len(objects(bucket)) < 5 and time.monotonic() < end:
        time.sleep(0.05)
    sending.send_signal(signal.SIGKILL)
    sending.wait(10)
    left = objects(bucket)
    assert len(left) >= 5
    assert "latest.json" not in left and f"{release.name}/SHA256SUMS" not in left
    done = upload(release, bucket)
    assert done.there >= 5 and done.sent > 0
    place, root = filesystem(bucket)
    assert (
        place.open_input_stream(f"{root}/latest.json").read() == (release.parent / "latest.json").read_bytes()
    )


def test_an_altered_object_is_sent_again(release: Path, bucket: str) -> None:
    upload(release, bucket)
    place, root = filesystem(bucket)
    size = (release / "manifest.json").stat().st_size
    with place.open_output_stream(f"{root}/{release.name}/manifest.json") as stream:
        stream.write(b"x" * size)
    assert upload(release, bucket).sent == 1
    assert objects(bucket)[f"{release.name}/manifest.json"] == (release / "manifest.json").read_bytes()


def test_another_release_of_the_version_is_not_written_over(release: Path, bucket: str) -> None:
    place, root = filesystem(bucket)
    with place.open_output_stream(f"{root}/{release.name}/SHA256SUMS") as stream:
        stream.write(b"other")
    with pytest.raises(PublishError, match="never changes"):
        upload(release, bucket)


def test_a_missing_bucket_is_told(release: Path, server: str) -> None:
    with pytest.raises(PublishError, match="s3://no-such-bucket"):
        upload(release, "s3://no-such-bucket/x")
    with pytest.raises(PublishError, match="neither a release"):
        open_remote("s3://no-such-bucket/x")
    assert read_json(release.parent / "latest.json")["version"] == release.name
