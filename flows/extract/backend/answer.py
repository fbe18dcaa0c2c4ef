"""What a model is asked to return, built on the claims tables: codes come from codelists, all else is words of the report."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from schemas import codelists
from schemas.arrow import columns
from schemas.columns import Table
from schemas.stages import ClaimsActors, ClaimsEvents, ClaimsParticipants, ClaimsProgrammes


def coded(table: type[Table], column: str) -> Any:
    """A field that takes the codes of a column: its description, and the codes as a closed list in the JSON schema."""
    info = next(one for one in columns(table) if one.name == column)
    assert info.codelist is not None, f"{column} has no codelist"
    return Field(description=info.title, json_schema_extra={"enum": list(codelists.codes(info.codelist))})


def words(told: str) -> Any:
    """A field that takes words copied from the report."""
    return Field(description=told + " Copied from the report, letter by letter.")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AnswerActor(_Part):
    """An organisation, country, or person in an official or professional capacity."""

    kind: Annotated[str, coded(ClaimsActors, "kind")]
    name: Annotated[str, words("The fullest form of the name.")]
    aliases: list[Annotated[str, words("Another form of the name, or an acronym.")]]
    office: Annotated[str | None, words("The office of a person; null for others.")]


class AnswerProgramme(_Part):
    """A named programme, plan, strategy, law or agreement."""

    kind: Annotated[str, coded(ClaimsProgrammes, "kind")]
    name: Annotated[str, words("The fullest form of the name.")]
    aliases: list[Annotated[str, words("Another form of the name, or an acronym.")]]


class AnswerParty(_Part):
    """Who takes part in an event."""

    name: Annotated[str, words("The name, as among the actors.")]
    role: Annotated[str, coded(ClaimsParticipants, "role")]


class AnswerEvent(_Part):
    """One happening of co-operation."""

    words: Annotated[str, words("The shortest words that tell of it, such as a verb.")]
    event_type: Annotated[str, coded(ClaimsEvents, "event_type")]
    status: Annotated[str, coded(ClaimsEvents, "status")]
    date_words: Annotated[str | None, words("The words that say when it takes place; null where none do.")]
    place_words: Annotated[str | None, words("The name of the place; null where none is given.")]
    participants: list[AnswerParty]
    programmes: list[Annotated[str, words("The name of a programme that it is about.")]]


class ReportAnswer(_Part):
    """Everything that one report says."""

    report: int
    actors: list[AnswerActor]
    programmes: list[AnswerProgramme]
    events: list[AnswerEvent]


class Answer(_Part):
    """The answer to one request: one entry for each report."""

    reports: list[ReportAnswer]


@cache
def response_format() -> dict[str, Any]:
    """The structured output that a request asks for."""
    return {
        "type": "json_schema",
        "json_schema": {"name": "reading", "strict": True, "schema": Answer.model_json_schema()},
    }
