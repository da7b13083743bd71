"""A decision service over HTTP: one bundle, one engine, documented by the bundle itself.

    pip install fastapi uvicorn tzdata
    PLACET_BUNDLE=rules/reference uvicorn --app-dir examples service:app

The documentation of its requests is then at http://127.0.0.1:8000/docs. Each decision is answered with what the
applicant may be told, and logged as a record with everything.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Header, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import placet

engine = placet.load(os.environ.get("PLACET_BUNDLE", "rules/reference"))
if TYPE_CHECKING:
    Facts = BaseModel
else:
    Facts = engine.facts_model()
zone = ZoneInfo(engine.time_zone or "UTC")

records = logging.getLogger("placet.records")  # one JSON object a line; send it where records are kept
records.addHandler(logging.StreamHandler(sys.stdout))
records.setLevel(logging.INFO)
records.propagate = False


INTERNAL = {"score", "grade", "pd", "binding", "signs"}
"""Outputs that are for the record and not for the applicant: name yours."""
NOTICE = {
    "en": "We could not verify your application. You may ask for a person to review it.",
    "zh": "未能核验您的申请信息，您可申请人工复核。",
}
"""What an applicant is told of a decision whose reasons may not be told."""


class Told(BaseModel):
    """A reason that the applicant may be told, in one language."""

    code: str
    text: str


class Answer(BaseModel):
    """What the applicant gets: of outputs and reasons, those alone that may be told."""

    id: str
    outcome: str
    outputs: dict[str, Any]
    reasons: list[Told]
    notice: str | None


class Record(BaseModel):
    """What is kept: with these rules, on this day, these facts give this decision again."""

    id: str
    bundle: str
    facts: dict[str, Any]
    decision: placet.Decision


class Problem(BaseModel):
    """One thing that is wrong with a request."""

    name: str
    message: str


class Problems(BaseModel):
    """Everything that is wrong with a request."""

    problems: list[Problem]


class Health(BaseModel):
    """Which rules decide here, and for which day."""

    bundle: str
    version: str
    digest: str
    as_of: date


app = FastAPI(title=f"Decisions of {engine.name}", version=engine.version)


def today() -> date:
    """The day of a decision: the server's clock, read in the zone in whose days the bundle counts."""
    return datetime.now(zone).date()


@contextmanager
def valid_today() -> Iterator[None]:
    """A bundle that does not decide on this day is nothing that a caller could mend."""
    try:
        yield
    except placet.FactsError:
        raise
    except ValueError as error:
        raise HTTPException(503, str(error)) from None


@app.post("/decisions", responses={422: {"model": Problems}})
async def decide(facts: Facts, accept_language: Annotated[str, Header()] = "en") -> Answer:
    """Decides about one applicant."""
    with valid_today():
        decision = engine.decide(facts, as_of=today())
    id = str(uuid4())  # noqa: A001
    kept = Record(id=id, bundle=engine.name, facts=facts.model_dump(mode="json"), decision=decision)
    records.info(kept.model_dump_json())
    lang = accept_language[:2].lower()
    told = [Told(code=reason.code, text=reason.text(lang)) for reason in decision.reasons if reason.tell]
    notice = None if told or decision.outcome == "approve" else NOTICE.get(lang, NOTICE["en"])
    outputs = {name: value for name, value in decision.outputs.items() if name not in INTERNAL}
    return Answer(id=id, outcome=decision.outcome, outputs=outputs, reasons=told, notice=notice)


@app.post("/decisions.fast")
async def decide_fast(request: Request) -> Response:
    """Decides from bytes to bytes, for callers within the house: the whole decision, and no record but theirs."""
    body = await request.body()
    with valid_today():
        decision = engine.decide_json(body, as_of=today())
    return Response(decision, media_type="application/json")


@app.get("/health")
async def health() -> Health:
    """Tells which rules decide."""
    return Health(bundle=engine.name, version=engine.version, digest=engine.digest, as_of=today())


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    """All problems of a request at once, without the values: an answer may be logged."""
    found = [{"name": ".".join(map(str, part["loc"][1:])), "message": part["msg"]} for part in error.errors()]
    return JSONResponse({"problems": found}, status_code=422)


@app.exception_handler(placet.FactsError)
async def refused(request: Request, error: placet.FactsError) -> JSONResponse:
    """The same for facts that only the engine saw."""
    found = [{"name": problem["name"], "message": problem["message"]} for problem in error.problems]
    return JSONResponse({"problems": found}, status_code=422)
