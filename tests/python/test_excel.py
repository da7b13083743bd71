"""Tables of a bundle that are sheets of an Excel file."""

import csv
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

import placet
from placet.bundle.excel import cell_at, parts_of
from placet.release.contents import texts_of

GERMAN = Path(__file__).resolve().parents[2] / "rules" / "german_credit"


def bundle(folder: Path, change: dict[str, object] | None = None) -> Path:
    """The German bundle with its card and its grades in one Excel file; `change` puts values into the grades."""
    for file in GERMAN.glob("*.[cy]*"):
        (folder / file.name).write_bytes(file.read_bytes())
    book = Workbook()
    for number, name in enumerate(("grades", "scorecard")):
        sheet = book.create_sheet(("Grade bands", "card")[number])
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as table:
            for row in csv.reader(table):
                sheet.append([_cell(text) for text in row])
        (folder / f"{name}.csv").unlink()
        if not number:
            for cell, value in (change or {}).items():
                sheet[cell] = value
    book.save(folder / "tables.xlsx")
    described = folder / "bundle.yaml"
    text = described.read_text("utf-8").replace("grades.csv", '"tables.xlsx#Grade bands"')
    described.write_text(text.replace("scorecard.csv", "tables.xlsx#card"), "utf-8")
    return folder


def _cell(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def test_a_sheet_means_what_its_csv_means(tmp_path: Path) -> None:
    engine = placet.load(bundle(tmp_path))
    assert placet.check(tmp_path) == []
    assert engine.digest == placet.load(GERMAN).digest
    packed = engine.pack()
    again = placet.load_packed(packed)
    assert (again.digest, again.pack()) == (engine.digest, packed)


def test_what_was_packed_unpacks_and_loads(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    engine = placet.load(bundle(first))
    for name, text in texts_of(engine.pack(), "packed").items():
        (second / name).write_text(text, "utf-8")
    assert (second / "tables.xlsx#card").exists()
    assert placet.load(second).digest == engine.digest


def test_findings_name_the_sheet_and_the_cell(tmp_path: Path) -> None:
    found = [
        each for each in placet.check(bundle(tmp_path, {"B3": "[555..600)"})) if each.severity == "error"
    ]
    assert {each.file for each in found} == {"tables.xlsx#Grade bands"}
    assert all("(cell " in each.message for each in found)
    with pytest.raises(placet.BundleError, match=r"tables.xlsx#Grade bands:\d+:\d+"):
        placet.load(tmp_path)


def test_a_bad_test_in_a_cell_is_told_at_that_cell(tmp_path: Path) -> None:
    (found, *_) = placet.check(bundle(tmp_path, {"B3": "550 to 600"}))
    assert (found.file, found.line) == ("tables.xlsx#Grade bands", 3)
    assert found.message.endswith("(cell B3)")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"C2": "#REF!"}, "the cell C2 holds the error #REF!"),
        ({"C2": "=1/50"}, "the formula in C2 was saved without its value"),
        ({"F2": "a note"}, "the row has 6 cells where the header has"),
    ],
)
def test_cells_without_a_value_are_told(change: dict[str, object], message: str, tmp_path: Path) -> None:
    found = placet.check(bundle(tmp_path, change))
    assert any(message in each.message and each.line == 2 for each in found), found


def test_a_sheet_that_is_not_there_is_told_where_it_is_named(tmp_path: Path) -> None:
    described = bundle(tmp_path) / "bundle.yaml"
    described.write_text(described.read_text("utf-8").replace("#card", "#cards"), "utf-8")
    (found, *_) = placet.check(tmp_path)
    assert (found.file, found.line) == ("bundle.yaml", 22)
    assert "no sheet `cards`; the file has" in found.message
    (tmp_path / "tables.xlsx").write_bytes(b"no")
    assert any("cannot be read as Excel" in each.message for each in placet.check(tmp_path))
    (tmp_path / "tables.xlsx").unlink()
    assert any("there is no file `tables.xlsx#cards`" in each.message for each in placet.check(tmp_path))


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bundle(tmp_path)
    with ZipFile(tmp_path / "tables.xlsx", "w", ZIP_DEFLATED) as packed:
        for number in range(9):
            packed.writestr(f"{number}.xml", bytes(32 * 1024 * 1024))
    assert any("unpacked, the file is larger than 256 MiB" in each.message for each in placet.check(tmp_path))


def test_no_file_outside_the_folder_is_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    described = bundle(inner) / "bundle.yaml"
    (inner / "tables.xlsx").rename(tmp_path / "tables.xlsx")
    described.write_text(described.read_text("utf-8").replace("tables.xlsx", "../tables.xlsx"), "utf-8")
    assert any("there is no file `../tables.xlsx#card`" in each.message for each in placet.check(inner))


def test_names_and_places() -> None:
    assert parts_of("a.xlsx#b c") == ("a.xlsx", "b c")
    assert [parts_of(name) for name in ("a.xlsx", "a.csv", ".xlsx#a", "a.xlsx#")] == [None] * 4
    assert [cell_at('a,"b,""c",d', place) for place in (1, 4, 11)] == ["A", "B", "C"]
