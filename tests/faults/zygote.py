"""Starts runs from a process that has everything loaded, and kills them with -9 at a given moment or step.

Reads one JSON object per line: `arguments` of the command line; `after` seconds or `step` number of the file
system call to be killed at.  Answers with `killed`, the exit `code`, and the `seconds` and `steps` it took.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import flows.add
import flows.extract.stage
import flows.ingest.stage
import flows.look
import flows.publish.stage
import flows.resolve.stage
import flows.validate.stage  # noqa: F401
from flows import cli
from flows.common.paths import REGISTRIES
from flows.extract.reader import load_resources
from schemas.arrow import arrow_schema
from schemas.release import TABLES
from schemas.stages import CLAIM_TABLES, Documents

CALLS = ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync")


def count_steps(limit: int | None, pipe: int) -> None:
    """Count the calls that change the file system; end this process before (odd) or after (even) one of them."""
    steps = 0

    def wrap(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == limit:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = call(*arguments, **named)
            steps += 1
            if steps == limit:
                os.kill(os.getpid(), signal.SIGKILL)
            os.pwrite(pipe, f"{steps:8}".encode(), 0)
            return answer

        return step

    for name in CALLS:
        setattr(os, name, wrap(getattr(os, name)))


def run(order: dict[str, Any], counter: int) -> dict[str, Any]:
    begin = time.monotonic()
    os.pwrite(counter, b"       0", 0)
    child = os.fork()
    if child == 0:
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ.update(order["environment"])
        count_steps(order.get("step"), counter)
        os._exit(cli.call(order["arguments"]))
    deadline = begin + (order.get("after") or 120)
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() >= deadline:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            break
        time.sleep(0.002)
    return {
        "killed": os.WIFSIGNALED(status),
        "code": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - begin,
        "steps": int(os.pread(counter, 8, 0)),
    }


def warm() -> None:
    """Build what every run builds first; nothing here starts a thread, which a fork would lose."""
    for model in [spec.model for spec in TABLES.values()] + list(CLAIM_TABLES.values()) + [Documents]:
        arrow_schema(model)
    load_resources(REGISTRIES)


def main() -> None:
    warm()
    counter = os.memfd_create("steps")
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line), counter)), flush=True)


if __name__ == "__main__":
    main()
