"""The service of `examples/service.py`, run by a real server and asked by a real client."""

import doctest
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import openapi_spec_validator
import pytest
from host_bundle import BUNDLE, SMALLEST, host_engine

import placet

ROOT = Path(__file__).resolve().parents[2]


class Service:
    """A running server: its client, and the records that it has printed."""

    def __init__(self, bundle: Path, output: Path) -> None:
        self.output = output
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            "-m",
            "uvicorn",
            "--app-dir",
            "examples",
            "service:app",
            "--port",
            str(port),
            "--no-access-log",
        ]
        with output.open("wb") as out:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, *command],
                cwd=ROOT,
                env=os.environ | {"PLACET_BUNDLE": str(bundle), "PYTHONUNBUFFERED": "1"},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False)
        self.wait()

    def wait(self) -> None:
        for _ in range(300):
            assert self.process.poll() is None, self.output.read_text("utf-8")
            try:
                self.client.get("/health")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(self.output.read_text("utf-8"))

    def post(self, facts: object, path: str = "/decisions", **headers: str) -> httpx.Response:
        content = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
        return self.client.post(path, content=content, headers={"content-type": "application/json"} | headers)

    def record(self, id_: str) -> dict[str, Any]:
        lines = self.output.read_text("utf-8").splitlines()
        found = [json.loads(line) for line in lines if line.startswith(f'{{"id":"{id_}"')]
        assert len(found) == 1
        return dict(found[0])

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(30)


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def asked_in_the_guide() -> list[tuple[list[str], str]]:
    """The calls of `curl` in `docs/host.md`, and their answers."""
    blocks = re.findall(
        r"^```console\n(.*?)^```$", (ROOT / "docs" / "host.md").read_text("utf-8"), re.M | re.S
    )
    commands = [part.partition("\n") for block in blocks for part in re.split(r"^\$ ", block, flags=re.M)]
    return [
        (shlex.split(command)[2:], answer)
        for command, _, answer in commands
        if command.startswith("curl -s ")
    ]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    service = Service(written(folder, BUNDLE), folder / "output.txt")
    yield service
    service.stop()


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return host_engine()


def test_health_says_which_rules_decide(service: Service, engine: placet.Engine) -> None:
    answer = service.client.get("/health").json()
    assert (answer["bundle"], answer["version"], answer["digest"]) == ("host-service", "1.2.0", engine.digest)
    assert answer["as_of"] == datetime.now(ZoneInfo("Europe/Berlin")).date().isoformat()


def test_a_decision_is_answered_and_recorded(service: Service, engine: placet.Engine) -> None:
    facts = SMALLEST | {"age": 17, "income": 1250.55}
    response = service.post(facts, **{"accept-language": "zh-CN"})
    assert response.status_code == 200
    answer = response.json()
    assert (answer["outcome"], answer["outputs"]["income"]) == ("decline", "1250.55")
    assert answer["reasons"] == [{"code": "YOUNG", "text": "未成年"}]
    record = service.record(answer["id"])
    kept = placet.Decision(**record["decision"] | {
        "as_of": date.fromisoformat(record["decision"]["as_of"]),
        "reasons": [placet.Reason(**reason) for reason in record["decision"]["reasons"]],
        "hits": [placet.Reason(**reason) for reason in record["decision"]["hits"]],
    })  # fmt: skip
    assert [hit.code for hit in kept.hits] == ["YOUNG", "THIN"]
    assert (record["facts"]["income"], record["bundle"], kept.version) == (1250.55, "host-service", "1.2.0")
    again = engine.decide(record["facts"], as_of=kept.as_of)
    assert (again.outcome, again.reasons, again.digest) == (kept.outcome, kept.reasons, kept.digest)


def test_what_is_not_for_the_applicant_is_only_in_the_record(service: Service) -> None:
    answer = service.post(SMALLEST).json()
    assert (answer["outcome"], answer["reasons"]) == ("refer", [])
    assert "THIN" not in json.dumps(answer)
    assert service.record(answer["id"])["decision"]["reasons"] == [
        {"code": "THIN", "tell": False, "texts": {"en": "No bureau score"}}
    ]


def test_a_missing_source_is_said(service: Service) -> None:
    answer = service.post(
        SMALLEST | {"bureau": {"score": {"missing": "stale"}, "file": {"missing": "source_down"}}}
    )
    assert answer.status_code == 200
    assert service.record(answer.json()["id"])["facts"]["bureau"] == {
        "score": {"missing": "stale"},
        "file": {"missing": "source_down"},
    }
    assert service.post(SMALLEST | {"bureau": {"missing": "source_down"}}).json()["outcome"] == "refer"
    assert service.post(SMALLEST | {"bureau": {"missing": "lost"}}).json() == {
        "problems": [{"name": "bureau", "message": "`bureau` does not admit the cause of absence `lost`"}]
    }


def test_bad_facts_are_told_all_at_once(service: Service) -> None:
    response = service.post(
        {"age": 31.5, "income": "12", "agrees": True, "device": {}, "bureau": {"score": 1234}, "x": 1}
    )
    assert response.status_code == 422
    assert response.json() == {
        "problems": [
            {"name": "age", "message": "`age` must be an integer from 16 to 100, and is the float 31.5"},
            {
                "name": "income",
                "message": "`income` must be a number with at most 2 decimals above 0 and at most 1000000",
            },
            {"name": "bureau.score", "message": "`bureau.score` must be an integer from 300 to 900"},
            {"name": "device.model", "message": "Field required"},
            {"name": "x", "message": "Extra inputs are not permitted"},
        ]
    }
    assert "1234" not in response.text
    for body in (b"", b"{", b"[]", b"null", b'{"age": NaN}', b"\xff"):
        assert service.post(body).status_code in (400, 422)


def test_the_fast_way_gives_the_whole_decision(service: Service) -> None:
    decision = service.post(SMALLEST | {"age": 17, "income": 1250.55}, "/decisions.fast").json()
    assert list(decision) == ["outcome", "outputs", "reasons", "hits", "version", "digest", "as_of"]
    assert [hit["code"] for hit in decision["hits"]] == ["YOUNG", "THIN"]
    assert service.post({"age": 31.5}, "/decisions.fast").status_code == 422


def test_many_callers_at_once(service: Service) -> None:
    ages = [15 + number % 30 for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda age: service.post(SMALLEST | {"age": age}), ages))
    for age, answer in zip(ages, answers, strict=True):
        if age < 16:
            assert answer.status_code == 422
        else:
            assert (answer.json()["outputs"]["age"], answer.json()["outcome"]) == (
                age,
                "decline" if age < 18 else "refer",
            )
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 200}) == sum(
        age > 15 for age in ages
    )


def test_the_documentation_is_valid_and_says_what_is_taken(service: Service) -> None:
    document = service.client.get("/openapi.json").json()
    openapi_spec_validator.validate(document)
    schemas = document["components"]["schemas"]
    body = document["paths"]["/decisions"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/HostServiceFacts"}
    age = schemas["HostServiceFacts"]["properties"]["age"]
    assert (age["minimum"], age["maximum"], age["description"]) == (16, 100, "Age (year).")
    assert schemas["HostServiceFactsBureau"]["properties"]["score"]["x-unit"] == "points"
    assert service.client.get("/docs").status_code == 200


def test_a_bundle_that_is_no_longer_valid_is_not_the_callers_fault(tmp_path: Path) -> None:
    expired = BUNDLE["bundle.yaml"].replace("language: 1", "language: 1\nvalid: 2020-01-01..2020-12-31")
    service = Service(written(tmp_path, BUNDLE | {"bundle.yaml": expired}), tmp_path / "output.txt")
    try:
        answer = service.post(SMALLEST)
        assert answer.status_code == 503
        assert "valid" in answer.json()["detail"]
        assert service.post(SMALLEST | {"age": 15}).status_code == 422
    finally:
        service.stop()


def test_the_reference_bundle_is_the_default(tmp_path: Path) -> None:
    service = Service(ROOT / "rules" / "reference", tmp_path / "output.txt")
    try:
        facts = json.loads((ROOT / "examples" / "applicant.json").read_text("utf-8"))
        answer = service.post(facts).json()
        assert (answer["outcome"], answer["outputs"]["limit"]) == ("approve", "36000.00")
        openapi_spec_validator.validate(service.client.get("/openapi.json").json())
        asked = asked_in_the_guide()
        assert len(asked) == 3
        for (address, *options), expected in asked:
            path = address.removeprefix("http://127.0.0.1:8000")
            if "-d" in options:
                body = options[options.index("-d") + 1]
                response = service.post(
                    (ROOT / body[1:]).read_bytes() if body[0] == "@" else body.encode(), path
                )
            else:
                response = service.client.get(path)
            assert doctest.OutputChecker().check_output(expected, response.text + "\n", doctest.ELLIPSIS), (
                response.text
            )
    finally:
        service.stop()
