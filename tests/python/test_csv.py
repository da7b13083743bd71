"""Sheets from what Excel, databases and people write."""

import time

import pytest

from placet.bundle import bounds
from placet.bundle.csv import read_csv
from placet.bundle.shapes import ReaderFinding, Sheet


def read(text: str) -> Sheet:
    sheet, findings = read_csv(text, 0)
    assert findings == []
    assert sheet is not None
    return sheet


def faults(text: str) -> list[ReaderFinding]:
    sheet, findings = read_csv(text, 3)
    assert sheet is None
    assert all(found.file == 3 for found in findings)
    return findings


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_with_the_line_of_each_row(separator: str) -> None:
    text = "grade,score\nA,>= 720\nB,< 720\n".replace(",", separator)
    assert read(text) == ("t", ["grade", "score"], [["A", "B"], [">= 720", "< 720"]], [2, 3], separator)


def test_the_separator_is_found_outside_quotes() -> None:
    assert read('"a;b",c\n1,2\n')[1] == ["a;b", "c"]
    assert read("grade \\ x;1, 2;3, 4, 5\nA;1;2\n")[1] == ["grade \\ x", "1, 2", "3, 4, 5"]


def test_one_column_needs_no_separator() -> None:
    assert read("code\nK01\n")[1:3] == (["code"], [["K01"]])


def test_excel_names_its_separator_in_the_first_line() -> None:
    assert read("sep=;\na;b\n1;2\n") == ("t", ["a", "b"], [["1"], ["2"]], [3], ";")


def test_quotes_hold_separators_quotes_and_line_ends() -> None:
    sheet = read('a,b\n"1, 2","say ""yes"""\n"two\nlines",x\nlast,y\n')
    assert sheet[2] == [["1, 2", "two\nlines", "last"], ['say "yes"', "x", "y"]]
    assert sheet[3] == [2, 3, 5]


def test_cells_are_stripped() -> None:
    assert read("a , b\n 1 ,\u30002\u00a0\n")[1:3] == (["a", "b"], [["1"], ["2"]])


def test_blank_rows_are_skipped_and_counted() -> None:
    assert read("\n\na,b\n\n1,2\n , \n,\n3,4\n\n")[1:4] == (["a", "b"], [["1", "3"], ["2", "4"]], [5, 8])


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert read("a,b\n")[1:4] == (["a", "b"], [[], []], [])


def test_empty_columns_at_the_end_are_dropped() -> None:
    assert read("a,b,,\n1,2,,\n")[1:3] == (["a", "b"], [["1"], ["2"]])


def test_a_cell_of_a_nameless_column_is_refused() -> None:
    (found,) = faults("ab,,c\n1,2,3\n")
    assert found[:5] == ("E0105", 3, 1, 4, 1)
    assert "column 2" in found.message


def test_rows_of_the_wrong_width_are_told_with_their_lines() -> None:
    short, long = faults("a,b\n1\n2,3\n4,5,6\n")
    assert short[:5] == ("E0105", 3, 2, 1, 1)
    assert short.message == "the row has 1 cell where the header has 2"
    assert long[:5] == ("E0105", 3, 4, 1, 5)
    assert "quotes" in long.help


def test_a_table_that_is_ragged_throughout_gives_few_findings() -> None:
    assert len(faults("a,b\n" + "1\n" * 1_000)) == bounds.FINDINGS_A_FILE


def test_a_name_that_stands_twice() -> None:
    (found,) = faults('\n甲;"b;b"; 甲\n1;2;3\n')
    assert found[:5] == ("E0105", 3, 2, 10, 1)
    assert "`甲` stands twice" in found.message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('a,b\n1,2\n3,"4\n5,6\n', 3, "never closed"),
        ('a,b\n"1"x,2\n', 2, "after its closing quote"),
        ("", 1, "empty"),
        ("\n\n", 1, "empty"),
        ('a\n"' + "x" * 200_000 + '"\n', 2, "longer than"),
    ],
)
def test_a_table_that_cannot_be_read(text: str, line: int, words: str) -> None:
    (found,) = faults(text)
    assert found[:3] == ("E0105", 3, line)
    assert words in found.message


def test_a_million_lines_too_many_are_refused_before_they_are_parsed() -> None:
    text = "a,b\n" + "1,2\n" * (bounds.ROWS + 1)
    begin = time.perf_counter()
    (found,) = faults(text)
    assert time.perf_counter() - begin < 0.2
    assert found.code == "E0108"


def test_cells_and_columns_are_bounded() -> None:
    assert faults("," * (bounds.CELLS + 1))[0].code == "E0108"
    wide = ",".join(f"c{number}" for number in range(bounds.COLUMNS + 1))
    assert [found.code for found in faults(wide + "\n")] == ["E0108"]
