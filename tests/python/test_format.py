"""The canonical layout loses nothing, and what is laid out stays as it is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any, Literal

import pytest
import yaml
from case_files import Case, all_cases
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from yaml_texts import SIGNS, authored

from placet.bundle import read_texts
from placet.bundle.csv import read_csv
from placet.bundle.format import format_file
from placet.bundle.format.scalars import is_plain
from placet.bundle.format.yaml_nodes import take_apart
from placet.bundle.inspect import Inspection, inspect_files
from placet.bundle.yaml import read_yaml


def inspect_texts(texts: dict[str, str]) -> Inspection:
    return inspect_files(*read_texts(texts))


def tables() -> st.SearchStrategy[list[list[str]]]:
    cells = st.text("ab1 ,;\t\"'中=-\n", max_size=5)
    names = st.lists(st.text('abc 中;,"', min_size=1, max_size=4), min_size=1, max_size=4)
    return names.flatmap(
        lambda header: st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), max_size=5).map(
            lambda rows: [header, *rows]
        )
    )


def plain(tree: Any) -> Any:
    if tree[0] == "s":
        return tree[1]
    if tree[0] == "l":
        return [plain(item) for item in tree[1]]
    return {key[1]: plain(value) for key, value in tree[1]}


def laid_out(text: str, name: str = "typical.yaml") -> str:
    files, findings = read_texts({name: text})
    assert [finding for finding in findings if finding.file is not None] == []
    formatted = format_file(files[0]).text
    assert formatted is not None, text
    return formatted


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(authored())
def test_a_yaml_file_keeps_its_texts_its_order_and_its_comments(
    written: tuple[dict[str, Any], list[str], str],
) -> None:
    tree, comments, text = written
    root, findings = read_yaml(text, 0)
    # Not every text is what its writer meant: behind a block of text a deeper comment is text.
    assume(root is not None and not findings and plain(root) == tree)
    formatted = laid_out(text)
    again, _ = read_yaml(formatted, 0)
    assert again is not None
    assert list(plain(again).items()) == list(tree.items())
    found = Counter(each.text for each in take_apart(formatted).remarks if each.text)
    assert found == Counter(comments)
    assert laid_out(formatted) == formatted


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from([",", ";", "\t"]), st.booleans(), st.booleans())
def test_a_csv_file_keeps_its_cells(rows: list[list[str]], separator: str, quote: bool, sep: bool) -> None:
    out = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    text = f"sep={separator}\r\n" * sep + out.getvalue()
    sheet, findings = read_csv(text.replace("\r\n", "\n"), 0)
    assume(sheet is not None and not findings)
    assert sheet is not None
    formatted = laid_out(text, "a.csv")
    again, findings = read_csv(formatted, 0)
    assert again is not None
    assert (again[1], again[2], again[4], findings) == (sheet[1], sheet[2], ",", [])
    # What Excel, and every other program, reads of it: the same cells.
    read = [row for row in csv.reader(io.StringIO(formatted, newline="\n"), strict=True) if any(row)]
    assert read == [sheet[1], *map(list, zip(*sheet[2], strict=True))]
    assert "\r" not in formatted
    assert laid_out(formatted, "a.csv") == formatted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('﻿a;b\r\n1;"x"\r\n;\r\n', "a,b\n1,x\n", id="Excel's: BOM, `;`, line ends, an empty row"),
        pytest.param('sep=;\na;b\n" 1 ";"2, 3"\n', 'a,b\n1,"2, 3"\n', id="quotes only where needed"),
        pytest.param('a,b,,\n"""R1""",2,,\n', 'a,b\n"""R1""",2\n', id="a text in quotes, empty columns"),
        pytest.param('"a;b",c\n1,2', '"a;b",c\n1,2\n', id="a header that holds another separator"),
        pytest.param(
            "a,b\n\n1,2\n\n\n3,4\n\n", "a,b\n1,2\n\n3,4\n", id="one blank line between groups of rows"
        ),
    ],
)
def test_tables(before: str, after: str) -> None:
    assert laid_out(before, "a.csv") == after


def test_a_scorecard_says_once_what_goes_on() -> None:
    card = """\
characteristic,bin,points,reason
age,< 25,1,C1
age,[25..40),2,C1
,>= 40,3,C2
income,null,1,C2
income,>= 0,2,
income,< 0,2,C2
"""
    flow = "flow: {score: {scorecard: {file: card.csv}}}\n"
    files, _ = read_texts({"bundle.yaml": flow, "card.csv": card, "other.csv": card})
    formatted = format_file(files[1], files[0][2]).text
    assert (
        formatted
        == """\
characteristic,bin,points,reason
age,< 25,1,C1
,[25..40),2,
,>= 40,3,C2
income,null,1,C2
,>= 0,2,
,< 0,2,
"""
    )
    # A table that no stage calls a scorecard is another thing.
    assert format_file(files[2], files[0][2]).text == card


YAML = [
    pytest.param(
        "a:   1\nlonger:  2\n\nb: 3\n",
        "a:      1\nlonger: 2\n\nb: 3\n",
        id="values of neighbours stand in one column",
    ),
    pytest.param(
        "a: 1\n# why\nlong: 2\nc:\n  d: 3\ne: 4\n",
        "a:    1\n# why\nlong: 2\nc:\n  d: 3\ne: 4\n",
        id="a block ends the column, a comment does not",
    ),
    pytest.param(
        "a: 1\nk123456789012345678901234567890: 2\n",
        "a: 1\nk123456789012345678901234567890: 2\n",
        id="beside a very long key nothing is aligned",
    ),
    pytest.param("收入: 1\nab: 2\n", "收入: 1\nab:   2\n", id="Chinese characters take two columns"),
    pytest.param(
        "a: 1 # x\nb: 22   # y\nc: 3\nd: 4      # z\n",
        "a: 1   # x\nb: 22  # y\nc: 3\nd: 4  # z\n",
        id="comments of lines that follow each other stand in one column",
    ),
    pytest.param(
        "a: { b : [1,2] ,c: {  } }\n",
        "a: {b: [1, 2], c: {}}\n",
        id="one space after a comma, none within brackets",
    ),
    pytest.param(
        "least: {amount: 500,   # the least\n  # the code\n  decline: L01}  # end\n",
        "least:\n  amount:  500  # the least\n  # the code\n  decline: L01  # end\n",
        id="brackets over several lines become lines",
    ),
    pytest.param(
        'a: "x"\nb: \'y z\'\nc: \'"R26"\'\nd: "p: q"\ne: \'it\'\'s\'\nf: "a\\\\d"\ng: ""\nh: ["a,b", \'c\', "0:?"]\n',
        'a: x\nb: y z\nc: \'"R26"\'\nd: "p: q"\ne: it\'s\nf: a\\d\ng: ""\nh: ["a,b", c, "0:?"]\n',
        id="quotes only where the text needs them",
    ),
    pytest.param(
        "decline:\n    A: 1\n      # B: 2\n    # C: 3\n\n  # of what follows\nrefer: 1\n",
        "decline:\n  A: 1\n  # B: 2\n  # C: 3\n\n# of what follows\nrefer: 1\n",
        id="a rule that is commented out stays in its block",
    ),
    pytest.param(
        "a:\n- b\n-   c: 1\n    d: 2\n- - e\n",
        "a:\n  - b\n  - c: 1\n    d: 2\n  - - e\n",
        id="lists are indented",
    ),
    pytest.param(
        "a: |\n     one\n       two\n\n\nb: >-\n   x\n   y\n",
        "a: |\n  one\n    two\n\nb: >-\n  x\n  y\n",
        id="blocks of text keep their lines",
    ),
    pytest.param(
        "a: if x\n    then y\n  else z  # c\nb: 1\n",
        "a: if x\n  then y\n  else z  # c\nb: 1\n",
        id="broken lines stay broken",
    ),
    pytest.param(
        "a:\n  # b: 1\n  # c: 2\nd: 1\n",
        "a:\n  # b: 1\n  # c: 2\nd: 1\n",
        id="a block of comments alone stays one",
    ),
    pytest.param(
        "a: >\n   x\n   y  \n\n\nb: 1\n", "a: >\n  x\n  y  \n\nb: 1\n", id="blanks that are text stay"
    ),
    pytest.param("---\n# c\na: 1\n...\n", "# c\na: 1\n", id="the marks of a document go"),
    pytest.param("\n\n# only this\n\n\n", "# only this\n", id="a file of comments"),
    pytest.param("", "", id="an empty file"),
]


@pytest.mark.parametrize(("before", "after"), YAML)
def test_the_layout(before: str, after: str) -> None:
    assert laid_out(before) == after
    assert laid_out(after) == after


def test_the_head_comes_in_order_and_what_is_said_of_a_key_goes_with_it() -> None:
    before = """\
# The policy.

# who is asked
owner: credit  # a team
outputs: {score: score}
currency: EUR
flow:
  # first
  entry: {rules: {}}
odd: 1
bundle: b
# end
"""
    after = """\
# The policy.

bundle:   b
currency: EUR
# who is asked
owner:    credit  # a team

flow:
  # first
  entry: {rules: {}}
odd:     1
outputs: {score: score}
# end
"""
    assert laid_out(before, "bundle.yaml") == after
    assert laid_out(after, "bundle.yaml") == after
    assert laid_out("b: 1\na: 2\n") == "b: 1\na: 2\n"  # the applicant's facts stay as they are


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.id)
def test_no_case_means_something_else_when_it_is_laid_out(case: Case) -> None:
    files, findings = read_texts(case.files)
    described = next((content for name, _, content in files if name == "bundle.yaml"), None)
    faulty = {each.file for each in findings}
    new = {
        file[0]: file[1] if number in faulty else format_file(file, described).text
        for number, file in enumerate(files)
    }
    assert None not in new.values()
    texts = {name: text for name, text in new.items() if text is not None}
    before, after = inspect_texts(case.files), inspect_texts(texts)
    assert [each.code for each in before.findings] == [each.code for each in after.findings]
    assert (before.engine and before.engine.digest) == (after.engine and after.engine.digest)


def test_a_layout_that_loses_something_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    for lost in ("a: 1\n", "a: 1  # d\n", "a: 2  # c\n", "a: [  # c\n"):
        monkeypatch.setattr("placet.bundle.format.files.format_yaml", lambda *_, lost=lost: lost)
        files, _ = read_texts({"typical.yaml": "a: 1 # c\n"})
        assert format_file(files[0]).text is None
    for lost in ("a\n2\n", "b\n1\n", "a;b\n1;\n", 'a\n"1\n'):
        monkeypatch.setattr("placet.bundle.format.files.format_csv", lambda *_, lost=lost, **__: lost)
        files, _ = read_texts({"a.csv": "a\n1\n"})
        assert format_file(files[0]).text is None


@pytest.mark.parametrize(("before", "after"), YAML)
def test_the_layout_is_the_same_without_the_parser_in_c(
    before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("placet.bundle.yaml", "placet.bundle.format.yaml_nodes"):
        monkeypatch.setattr(f"{module}.LOADER", yaml.BaseLoader)
    assert laid_out(before) == after


@settings(max_examples=500, deadline=None)
@given(st.text(SIGNS, min_size=1, max_size=6))
def test_a_text_without_quotes_is_read_as_it_stands(text: str) -> None:
    if is_plain(text, flow=False):
        assert plain(read_yaml(f"{text}: {text}\n", 0)[0]) == {text: text}
    if is_plain(text, flow=True):
        assert plain(read_yaml(f"k: [{text}, {{{text}: {text}}}]\n", 0)[0]) == {"k": [text, {text: text}]}
