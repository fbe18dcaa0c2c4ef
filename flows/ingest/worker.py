"""The process that reads one unit at a time for `isolate`: framed requests on stdin, framed answers on stdout."""

from __future__ import annotations

import os
import pickle
import resource
import struct
import sys
from typing import BinaryIO

from flows.ingest import limits


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer every framed unit with its framed outcome until the stream ends."""
    from flows.ingest.analyse import analyse

    while len(head := requests.read(4)) == 4:
        outcome = analyse(pickle.loads(requests.read(struct.unpack(">I", head)[0])))
        answer = pickle.dumps(outcome, protocol=5)
        answers.write(struct.pack(">I", len(answer)) + answer)
        answers.flush()


def main() -> None:
    """Bound the memory, keep libraries from writing into the answers, and serve."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MAX_MEMORY_BYTES, limits.MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
