"""One request to an OpenAI-compatible chat endpoint, through the maintained client."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from flows.extract.backend import prompt
from flows.extract.backend.answer import response_format
from flows.extract.backend.options import Options


class MissingClientError(RuntimeError):
    """The client is not installed."""


class RefusedError(RuntimeError):
    """The endpoint will not answer, however often it is asked (key, model name, quota): nothing more is asked."""


class NoAnswerError(RuntimeError):
    """This request has no answer; others may have one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the text, whether it was cut, and the tokens that the endpoint counted (0 where it did not)."""

    text: str
    cut: bool
    tokens_in: int
    tokens_out: int


class Endpoint:
    """The chat endpoint of `options`; retries with growing waits and Retry-After are the client's."""

    def __init__(self, options: Options) -> None:
        try:
            import openai
        except ImportError:
            raise MissingClientError(
                "the model needs the client: pip install --require-hashes --no-deps -r requirements.txt"
            ) from None
        self._options = options
        self._errors: Any = openai
        self._client = openai.AsyncOpenAI(
            base_url=options.url, api_key=options.key, max_retries=options.retries, timeout=options.seconds
        )

    async def ask(self, texts: list[tuple[str, str]], tokens_out: int) -> Reply:
        """Ask about some reports (language, text).  Raises RefusedError or NoAnswerError."""
        errors = self._errors
        patience = (self._options.retries + 1) * (self._options.seconds + 10)
        request: dict[str, Any] = {
            "model": self._options.name,
            "messages": [
                {"role": "system", "content": prompt.system()},
                {"role": "user", "content": prompt.user(texts)},
            ],
            "response_format": response_format(),
            "temperature": 0,
            "max_completion_tokens": tokens_out,
        }
        try:
            answer = await asyncio.wait_for(self._client.chat.completions.create(**request), patience)
        except (errors.AuthenticationError, errors.PermissionDeniedError, errors.NotFoundError) as error:
            raise RefusedError(f"{self._options.url}: {_words(error)}") from None
        except TimeoutError:
            raise NoAnswerError(f"no answer within {patience:g} s") from None
        except (errors.OpenAIError, ValueError) as error:
            raise NoAnswerError(_words(error)) from None
        return _reply(answer)

    async def close(self) -> None:
        """End its connections."""
        await self._client.close()


def _reply(answer: Any) -> Reply:
    try:
        choice = answer.choices[0]
        text = choice.message.content or ""
    except (AttributeError, IndexError, TypeError):
        raise NoAnswerError("the answer holds no message") from None
    used = answer.usage
    return Reply(
        text,
        choice.finish_reason == "length",
        getattr(used, "prompt_tokens", 0) or 0,
        getattr(used, "completion_tokens", 0) or 0,
    )


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
