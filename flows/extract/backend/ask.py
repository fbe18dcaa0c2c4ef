"""Asks a model about every text that it was not asked about before, within the day's budget and the endpoint's pace."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import ValidationError

from flows.extract.backend.answer import Answer
from flows.extract.backend.cost import Estimate, estimate, price
from flows.extract.backend.endpoint import Endpoint, NoAnswerError, RefusedError
from flows.extract.backend.ground import grounded
from flows.extract.backend.options import Options
from flows.extract.backend.prompt import instructions
from flows.extract.backend.store import Answers, key_of


@dataclass(frozen=True, slots=True)
class Question:
    """One text to ask about, and what its answer is kept under."""

    key: str
    text: str
    lang: str
    source_ref: str


@dataclass(slots=True)
class Tally:
    """What became of the questions."""

    known: int = 0  # answered before
    answered: int = 0
    failed: int = 0
    unpaid: int = 0  # left out for the budget
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    dropped: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)  # source, what was wrong
    refusal: str | None = None


def questions(rows: Iterable[dict[str, object]], options: Options) -> Iterator[Question]:
    """The questions about rows of `documents` that are relevant; a long text is cut."""
    for row in rows:
        if row["is_relevant"]:
            lang = "id" if row["lang"] in ("id", "ms") else "en"
            key = key_of(str(row["text_sha256"]), lang, options.stamp)
            yield Question(key, str(row["text"])[: options.characters], lang, str(row["source_ref"]))


def batches(asked: Iterable[Question], options: Options) -> Iterator[list[Question]]:
    """Questions put together for one request; one whose text speaks to machines is asked by itself."""
    gathered: list[Question] = []
    length = 0
    for question in asked:
        if instructions(question.text):
            yield [question]
            continue
        if gathered and (len(gathered) >= options.batch or length + len(question.text) > options.characters):
            yield gathered
            gathered, length = [], 0
        gathered.append(question)
        length += len(question.text)
    if gathered:
        yield gathered


def foresee(asked: Iterable[Question], options: Options) -> tuple[Estimate, int]:
    """What asking would take at most, and how many texts are known already; nothing is asked."""
    total = Estimate()
    tally = Tally()
    with Answers(options.store) as store:
        for batch in batches(_unknown(asked, store, tally), options):
            total += estimate(options, [question.text for question in batch])
    return total, tally.known


def ask_all(
    asked: Iterable[Question], options: Options, told: Callable[[int], None] = lambda _: None
) -> Tally:
    """Ask and keep the answers; `told` hears how many texts are done.  What fails stays with the rules."""
    with ThreadPoolExecutor(1) as beside:  # an event loop may already run in this thread
        return beside.submit(lambda: asyncio.run(_Asking(options, told).all(asked))).result()


def _unknown(asked: Iterable[Question], store: Answers, tally: Tally) -> Iterator[Question]:
    seen: set[str] = set()
    for question in asked:
        if question.key in seen or store.get(question.key):
            tally.known += 1
        else:
            seen.add(question.key)
            yield question


class _Asking:
    """One pass over the questions."""

    def __init__(self, options: Options, told: Callable[[int], None]) -> None:
        self._options = options
        self._told = told
        self._tally = Tally()
        self._reserved = 0.0
        self._next = time.monotonic()
        self._day = datetime.now(UTC).date().isoformat()

    async def all(self, asked: Iterable[Question]) -> Tally:
        """Ask everything."""
        endpoint = Endpoint(self._options)
        try:
            with Answers(self._options.store) as store:
                self._store, self._endpoint = store, endpoint
                source = batches(_unknown(asked, store, self._tally), self._options)
                await asyncio.gather(*(self._work(source) for _ in range(self._options.at_once)))
        finally:
            await endpoint.close()
        return self._tally

    async def _work(self, source: Iterator[list[Question]]) -> None:
        for batch in source:
            await self._batch(batch)
            self._told(self._tally.answered + self._tally.failed + self._tally.unpaid)

    async def _batch(self, batch: list[Question]) -> None:
        """Ask about a batch; where its answer cannot be used, about each of its texts alone."""
        found = await self._request(batch)
        if found is None:
            return
        for question, fault in found:
            if fault is None:
                continue
            if len(batch) > 1:
                await self._batch([question])
            else:
                self._fail(question, fault)

    async def _request(self, batch: list[Question]) -> list[tuple[Question, str | None]] | None:
        """Ask once; return what was wrong with each text's answer, or None where nothing was asked."""
        foreseen = estimate(self._options, [question.text for question in batch])
        committed = self._store.spent(self._day) + self._reserved
        if self._tally.refusal or committed + foreseen.cost > self._options.budget:
            self._tally.unpaid += len(batch)
            return None
        self._reserved += foreseen.cost
        try:
            await self._pace()
            reply = await self._endpoint.ask([(q.lang, q.text) for q in batch], foreseen.tokens_out)
        except RefusedError as error:
            self._tally.refusal = str(error)
            self._all_failed(batch, str(error))
            return None
        except NoAnswerError as error:
            self._spend(foreseen.tokens_in, 0)  # it may have been read and billed
            self._all_failed(batch, str(error))
            return None
        finally:
            self._reserved -= foreseen.cost
        self._spend(reply.tokens_in or foreseen.tokens_in, reply.tokens_out or foreseen.tokens_out)
        if reply.cut:
            return [(question, "the answer was cut") for question in batch]
        try:
            answer = Answer.model_validate_json(reply.text)
        except ValidationError as error:
            first = error.errors()[0]
            fault = f"not in the form asked for: {'.'.join(map(str, first['loc']))} {first['msg']}"
            return [(question, fault) for question in batch]
        return [(question, self._take(question, number, answer)) for number, question in enumerate(batch, 1)]

    def _all_failed(self, batch: list[Question], fault: str) -> None:
        for question in batch:
            self._fail(question, fault)

    def _fail(self, question: Question, fault: str) -> None:
        self._tally.failed += 1
        self._tally.faults.append((question.source_ref, fault))

    def _take(self, question: Question, number: int, answer: Answer) -> str | None:
        """Keep what of the answer stands in the text; return what is wrong where there is no answer to it."""
        own = [one for one in answer.reports if one.report == number]
        if len(own) != 1:
            return f"{len(own)} answers to report {number}"
        kept, dropped = grounded(own[0], question.text)
        self._store.put(question.key, kept.model_dump_json(), dropped)
        self._tally.dropped += dropped
        self._tally.answered += 1
        return None

    def _spend(self, tokens_in: int, tokens_out: int) -> None:
        cost = price(self._options, tokens_in, tokens_out)
        self._store.spend(self._day, tokens_in, tokens_out, cost)
        self._tally.requests += 1
        self._tally.tokens_in += tokens_in
        self._tally.tokens_out += tokens_out
        self._tally.cost += cost

    async def _pace(self) -> None:
        """Wait until the next request may begin."""
        now = time.monotonic()
        begin = max(now, self._next)
        self._next = begin + 60 / self._options.per_minute
        await asyncio.sleep(begin - now)
