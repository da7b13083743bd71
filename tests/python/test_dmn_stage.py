"""A model's decision as a stage of a bundle."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import placet

LENDING = Path("examples/lending/lending.dmn")


class TestStage:
    BUNDLE = """\
bundle: lending
version: 1.0.0
language: 1
currency: CNY
time_zone: UTC
flow:
  apr:
    dmn:
      file: lending.dmn
      decision: Rate
      inputs: {Risk: risk, Amount: amount}
  entry:
    rules:
      missing: refer
      decline:
        R01: apr > 0.10
outputs:
  rate: apr
"""
    FACTS = 'fact,type,unit,allowed,missing\nrisk,enumeration,,"low, medium, high",\namount,money,,[0..100000],yes\n'

    def folder(self, path: Path, **files: str) -> Path:
        texts = {
            "bundle.yaml": self.BUNDLE,
            "facts.csv": self.FACTS,
            "reasons.csv": "code,en\nR01,The rate is too high\n",
            "lending.dmn": LENDING.read_text("utf-8"),
        }
        for name, text in (texts | {key.replace("_", "."): text for key, text in files.items()}).items():
            (path / name).write_text(text, "utf-8")
        return path

    def test_it_decides_and_packs(self, tmp_path: Path) -> None:
        engine = placet.load(self.folder(tmp_path))
        decision = engine.decide({"risk": "low", "amount": 20000})
        assert (decision.outcome, decision["rate"]) == ("approve", Decimal("0.072"))
        assert engine.decide({"risk": "medium", "amount": 20000}).outcome == "decline"
        assert engine.decide({"risk": "high", "amount": 20000}).outcome == "refer"  # no rule hits, so null
        again = placet.load_packed(engine.pack())
        assert again.digest == engine.digest
        assert again.decide({"risk": "low", "amount": None}).outcome == "refer"
        assert "Amount" in json.dumps(engine.explain({"risk": "low", "amount": 20000}).tree, default=str)

    def test_the_digest_covers_the_model(self, tmp_path: Path) -> None:
        digest = placet.load(self.folder(tmp_path)).digest
        text = LENDING.read_text("utf-8")
        laid_out = text.replace("<text>0.072</text>", "<text> 0.072 </text>").replace(
            "<input><input", "<input>\n<input"
        )
        assert placet.load(self.folder(tmp_path, lending_dmn=laid_out)).digest == digest
        assert placet.load(self.folder(tmp_path, lending_dmn=text.replace("0.072", "0.071"))).digest != digest

    @pytest.mark.parametrize(
        ("old", "new", "code", "message"),
        [
            ("Rate\n", "Rates\n", "E0201", "the model `lending.dmn` has no decision `Rates`"),
            ("lending.dmn", "lendin.dmn", "E0101", "there is no model `lendin.dmn` in the bundle"),
            ("Risk: risk, ", "", "E0502", "`Rate` needs the input `Applicant`, which is not given"),
            ("Amount: amount", "Amont: amount", "E0201", "the model has no input `Amont`"),
            (
                "Amount: amount",
                "Amount: risk",
                "E0302",
                "`Amount` is of type number in the model, and of type enumeration here",
            ),
            ("Amount: amount", "Amount: amount, Routing: null", "E0501", "`Rate` does not need `Routing`"),
        ],
    )
    def test_findings(self, tmp_path: Path, old: str, new: str, code: str, message: str) -> None:
        findings = placet.check(self.folder(tmp_path, bundle_yaml=self.BUNDLE.replace(old, new)))
        assert (code, message) in [(it.code, it.message) for it in findings]

    def test_what_is_wrong_with_the_model_is_told(self, tmp_path: Path) -> None:
        text = LENDING.read_text("utf-8").replace("<text>0.072</text>", "<text>0.072 + nme</text>")
        findings = placet.check(self.folder(tmp_path, lending_dmn=text))
        assert [(it.code, it.file) for it in findings] == [("E0201", "lending.dmn")]
