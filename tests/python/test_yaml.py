"""Trees with places, and every way in which YAML can be wrong."""

import time
from typing import Any

import pytest
import yaml as pyyaml

from placet.bundle import bounds, yaml
from placet.bundle.shapes import ReaderFinding


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's parsers must give the same trees and the same places."""
    monkeypatch.setattr(yaml, "LOADER", getattr(pyyaml, request.param))


def read(text: str) -> Any:
    tree, findings = yaml.read_yaml(text, 0)
    assert findings == []
    return tree


def fault(text: str) -> ReaderFinding:
    tree, findings = yaml.read_yaml(text, 7)
    assert tree is None
    assert findings[0].file == 7
    return findings[0]


def test_places_count_characters_from_one() -> None:
    text = "收入: 😀中文\nb: [甲, '乙丙', \"x\"]\n"
    kinds = [("s", "甲", 2, 5, 1, 0), ("s", "乙丙", 2, 8, 4, 1), ("s", "x", 2, 14, 3, 1)]
    first = (("s", "收入", 1, 1, 2, 0), ("s", "😀中文", 1, 5, 3, 0))
    second = (("s", "b", 2, 1, 1, 0), ("l", kinds, 2, 4, 1))
    assert read(text) == ("m", [first, second], 1, 1, 1)


@pytest.mark.parametrize(
    "text", ["no", "010", "1:30", "0.10", "2025-04-01", "~", "1_000", "0x1F", "NaN", "null"]
)
def test_every_scalar_stays_text(text: str) -> None:
    assert read(f"a: {text}\n")[1][0][1] == ("s", text, 1, 4, len(text), 0)


def test_a_text_that_is_not_verbatim_has_no_lead() -> None:
    text = "a: \"x\\ty\"\nb: >\n  x\n  y\nc: |\n  x\nd: 'it''s'\ne: x\n  y\n"
    escapes, folded, block, doubled, plain = (value for _, value in read(text)[1])
    assert escapes == ("s", "x\ty", 1, 4, 6, -1)
    assert folded == ("s", "x y\n", 2, 4, 1, -1)
    assert block == ("s", "x\n", 5, 4, 1, -1)
    assert doubled == ("s", "it's", 7, 4, 7, -1)
    assert plain == ("s", "x y", 8, 4, 1, -1)


def test_an_empty_value_is_an_empty_text() -> None:
    assert read("a:\nb: x\n")[1][0][1] == ("s", "", 1, 3, 1, 0)


def test_an_empty_file_is_an_empty_map() -> None:
    assert read("") == read("# nothing\n") == ("m", [], 1, 1, 1)


def test_maps_keep_the_order_of_the_author() -> None:
    assert [key[1] for key, _ in read("c: 1\na: 2\nb: 3\n")[1]] == ["c", "a", "b"]


def test_a_key_that_stands_twice() -> None:
    tree, findings = yaml.read_yaml("a:\n  K01: x\n  K02: y\n  K01: z\n", 0)
    assert [tuple(found[:5]) for found in findings] == [("E0103", 0, 4, 3, 3)]
    assert "the first is on line 2" in findings[0].message
    rest: Any = tree
    assert [key[1] for key, _ in rest[1][0][1][1]] == ["K01", "K02"], (
        "the rest of the file can still be checked"
    )


def test_keys_in_different_maps_may_be_alike() -> None:
    read("a: {x: 1}\nb: {x: 1}\n")


@pytest.mark.parametrize(
    ("text", "line", "column", "length", "words"),
    [
        ("a: [600..650)\nb: c\n", 1, 4, 10, "`[` is read as a list"),
        ("a: [x] in y\n", 1, 4, 8, "`[` is read as a list"),
        ("a: b\nc: x: y\n", 2, 4, 4, "holds `: `"),
        ("a: @x\n", 1, 4, 2, "`@` is read as a reserved sign"),
        ("a: `x`\n", 1, 4, 3, "is read as a reserved sign"),
        ("a: %x\n", 1, 4, 2, "`%` is read as"),
        ("a: >= 5\n", 1, 4, 4, "`>` is read as a folded text"),
        ("a: - b\n", 1, 4, 3, "`-` is read as a list"),
        ("a: ]\n", 1, 4, 1, "`]` is read as"),
        ('a: "R26" or b\n', 1, 4, 10, "ends at the next quote"),
        ("a: {when: x: y\n", 1, 4, 11, "the map in `{ }`"),
        ("a:\n\tb: c\n", 2, 1, 1, "indented with a tab"),
        ("a: x\n  b: y\n", 2, 4, 1, "deeper than its neighbours"),
        ("a: x\nb\nc: d\n", 2, 1, 1, "without `: `"),
        ("- a\nb: c\n", 2, 1, 1, "does not fit in"),
        ("a: 'x\nb: y\n", 1, 4, 1, "never closed"),
        ("? [a]\n: b\n", 1, 3, None, "a key must be a plain text"),
        ("a: x\n---\nb: c\n", 2, 1, 3, "a second document"),
    ],
)
def test_a_syntax_error_says_where_and_what_to_do(
    text: str, line: int, column: int, length: int | None, words: str
) -> None:
    found = fault(text)
    assert (found.code, found.line, found.column) == ("E0102", line, column)
    assert length is None or found.length == length
    assert words in found.message
    assert found.help


def test_a_value_with_double_quotes_goes_into_single_ones() -> None:
    assert "single quotes" in fault('a: "R26" or b\n').help


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: &x 1\n", 1, 4, "anchor `&x`"),
        ("a: 1\nb: *x\n", 2, 4, "alias `*x`"),
        ("a: !!int 1\n", 1, 4, "tag `!!int`"),
        ("a: !x 1\n", 1, 4, "tag `!x`"),
        ("a: !x {b: 1}\n", 1, 4, "tag `!x`"),
        ("a: 1\n<<: b\n", 2, 1, "merge key"),
    ],
)
def test_what_yaml_has_and_a_bundle_has_not(text: str, line: int, column: int, words: str) -> None:
    found = fault(text)
    assert (found.code, found.line, found.column) == ("E0104", line, column)
    assert words in found.message


def test_all_of_them_are_told_at_once() -> None:
    _, findings = yaml.read_yaml("a: &x 1\nb: *x\nc: 1\nc: 2\nd: !t 1\n", 0)
    assert [(found.code, found.line) for found in findings] == [
        ("E0104", 1),
        ("E0104", 2),
        ("E0103", 4),
        ("E0104", 5),
    ]


def test_an_alias_bomb_is_refused_at_once() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 10)]
    begin = time.process_time()
    found = fault("\n".join(levels))
    assert time.process_time() - begin < 0.1
    assert found.code == "E0104"


def test_nesting_is_bounded() -> None:
    deepest = "[" * bounds.DEPTH + "x" + "]" * bounds.DEPTH
    read(f"{deepest}\n")
    found = fault(f"[{deepest}]\n")
    assert (found.code, found.line, found.column) == ("E0107", 1, bounds.DEPTH + 1)


@pytest.mark.parametrize("text", ["[" * 20_000, "a: {" * 5_000, "- " * 20_000])
def test_deep_nesting_ends_at_once(text: str) -> None:
    begin = time.process_time()
    assert fault(text).code == "E0107"
    assert time.process_time() - begin < 1


@pytest.mark.parametrize(
    "line", ["a" + " " * 1_000_000 + "]: @", "a:" * 200_000 + " @", "- " * 30 + "a: " * 100_000]
)
def test_a_long_bad_line_is_told_at_once(line: str) -> None:
    begin = time.process_time()
    assert fault(f"x: y\n{line}\n").code == "E0102"
    assert time.process_time() - begin < 5


def test_keys_within_keys_end_at_once() -> None:
    assert fault("? " * 20_000)[:5] == ("E0102", 7, 1, 3, 1)


def test_the_number_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "NODES", 5)
    read("a: 1\nb: 2\n")
    assert fault("a: 1\nb: 2\nc: 3\n")[:3] == ("E0108", 7, 3)


def test_a_file_that_is_wrong_throughout_gives_few_findings() -> None:
    _, findings = yaml.read_yaml("".join(f"k{n}: &x 1\n" for n in range(1_000)), 0)
    assert len(findings) == bounds.FINDINGS_A_FILE
