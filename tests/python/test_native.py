"""The native module's findings and codes, and how light the package is."""

import pickle
import subprocess
import sys

import pytest

import placet
from placet import _native
from placet.bundle import read_texts

FOUND = placet.Finding("E0402", "scorecard.csv", 3, 2, 6, "both hold 30", "write `[20..30)`")


def test_a_finding_is_a_value() -> None:
    assert (FOUND.code, FOUND.severity, FOUND.file, FOUND.line, FOUND.column, FOUND.length) == (
        "E0402",
        "error",
        "scorecard.csv",
        3,
        2,
        6,
    )
    assert pickle.loads(pickle.dumps(FOUND)) == FOUND  # noqa: S301
    assert len({FOUND, pickle.loads(pickle.dumps(FOUND))}) == 1  # noqa: S301
    assert repr(FOUND) == "<Finding E0402 scorecard.csv:3:2: both hold 30>"
    with pytest.raises(AttributeError):
        FOUND.message = "x"  # type: ignore[misc]
    with pytest.raises(ValueError, match="E9999"):
        placet.Finding("E9999", None, None, None, None, "x")


def test_findings_are_drawn_in_their_files() -> None:
    files, _ = read_texts({"scorecard.csv": "characteristic,bin\nage,< 30\n,[20..40)\n"})
    text = _native.render([FOUND], files, False)
    assert "scorecard.csv:3:2" in text
    assert "[20..40)" in text
    assert "\x1b" not in text
    assert "\x1b" in _native.render([FOUND], files, True)


def test_codes_explain_themselves() -> None:
    codes = _native.codes()
    assert [code for code, _, _ in codes] == sorted(code for code, _, _ in codes)
    assert {severity for _, severity, _ in codes} == {"error", "warning"}
    assert all(title in (_native.explain_code(code) or "") for code, _, title in codes)
    assert _native.explain_code("E9999") is None


def test_what_the_reader_found_comes_back_in_order() -> None:
    engine, findings = _native.compile(*read_texts({"b.csv": "x,y\n1\n", "bundle.yaml": "a: 1\na: @\n"}))
    assert engine is None
    assert [(found.code, found.file, found.line, found.column) for found in findings[:2]] == [
        ("E0105", "b.csv", 2, 1),
        ("E0102", "bundle.yaml", 2, 4),
    ]


@pytest.mark.parametrize(
    "content", [("x", 1), ("l", [("s", "a", 1)], 1, 1, 1), ("t", ["a"], [["1"], []], [1], ","), 7]
)
def test_a_wrong_shape_raises_and_never_panics(content: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        _native.compile([("bundle.yaml", "", content)], [])  # type: ignore[list-item]


def test_a_tree_that_is_too_deep_raises() -> None:
    tree: object = ("s", "x", 1, 1, 1, 0)
    for _ in range(10_000):
        tree = ("l", [tree], 1, 1, 1)
    with pytest.raises(ValueError, match="too deep"):
        _native.compile([("bundle.yaml", "", tree)], [])  # type: ignore[list-item]


def test_a_bundle_error_holds_its_findings() -> None:
    error = placet.BundleError("text", [FOUND])
    assert (str(error), error.findings) == ("text", (FOUND,))
    assert pickle.loads(pickle.dumps(error)).findings == (FOUND,)  # noqa: S301
    assert isinstance(error, ValueError)


def test_load_raises_all_findings(tmp_path: object) -> None:
    with pytest.raises(placet.BundleError, match=r"bundle\.yaml") as caught:
        placet.load(str(tmp_path))
    assert [found.code for found in caught.value.findings] == ["E0101"]
    assert placet.check(str(tmp_path)) == list(caught.value.findings)


def test_importing_placet_loads_no_reader() -> None:
    heavy = ("yaml", "csv", "rich", "click", "pydantic")
    code = f"import sys, placet; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
