"""`placet decide --out`: what stands in files, what cannot be read or written, and what is shown meanwhile."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from rich.console import Console
from test_cli_batch import ROOT, TABLE, TYPICAL, read, run, write

from placet.cli import batch, batch_files
from placet.cli import decide as decide_verb
from placet.cli.app import app

MODEL = str(ROOT / "examples/lending/lending.dmn")
OUTCOMES = ["approve", "decline", "approve"]


def error(*arguments: str) -> str:
    """The error of a command that was used wrongly."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit)  # no traceback
    return result.stderr.partition("Error: ")[2].rstrip("\n")


def many(times: int) -> pa.Table:
    return pa.concat_tables([TABLE] * times).combine_chunks()


def outcomes(source: Path, target: Path) -> list[Any]:
    result = run(str(source), "--out", str(target))
    assert result.exit_code == 0, result.output
    return [row["outcome"] for row in read(target)]


@pytest.mark.parametrize(
    ("separator", "line_end", "before"),
    [
        (",", "\n", ""),
        (",", "\r\n", ""),
        (",", "\r", ""),
        (";", "\n", ""),
        ("\t", "\r\n", ""),
        (";", "\n", "sep=;\n"),
    ],
)
def test_a_table_is_read_as_excel_saves_it(
    tmp_path: Path, separator: str, line_end: str, before: str
) -> None:
    text = io.BytesIO()
    pa.csv.write_csv(TABLE, text, pa.csv.WriteOptions(delimiter=separator))
    plain = before + text.getvalue().decode()
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", line_end).encode())
    assert outcomes(tmp_path / "in.csv", tmp_path / "out.csv") == OUTCOMES


def test_a_header_may_have_several_lines(tmp_path: Path) -> None:
    """The cells of each column stay text: `007` is kept as it is."""
    table = TABLE.append_column("a\nnote", pa.array(["007", "", "x"]))
    write(table, tmp_path / "in.csv")
    result = run(str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.jsonl"), "--keep", "a\nnote")
    assert result.exit_code == 0, result.output
    assert [row["a\nnote"] for row in read(tmp_path / "out.jsonl")] == ["007", "", "x"]


def test_a_head_that_ends_within_a_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = TABLE.set_column(0, "applicant_id", pa.array(["é" * 9] * 3))
    write(table, tmp_path / "in.csv")
    header = (tmp_path / "in.csv").read_bytes().index(b"\n") + 1
    for more in range(2, 6):
        monkeypatch.setattr(batch_files, "HEAD", header + more)
        assert outcomes(tmp_path / "in.csv", tmp_path / "out.csv") == OUTCOMES


def test_an_arrow_stream_is_read_too(tmp_path: Path) -> None:
    with pa.ipc.new_stream(tmp_path / "in.arrow", TABLE.schema) as stream:
        stream.write_table(TABLE)
    assert outcomes(tmp_path / "in.arrow", tmp_path / "out.csv") == OUTCOMES
    (tmp_path / "no.arrow").write_bytes(b"something else")
    said = error(str(tmp_path / "no.arrow"), "--out", str(tmp_path / "out.csv"))
    assert said == f"{tmp_path}/no.arrow: this is neither an Arrow file nor an Arrow stream"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",SECRET", "a row has 25 cells where the header has 24 (a cell that holds the separator stands in"),
        (None, "a row has 1 cells where the header has 24 (an empty cell still needs its separator)"),
    ],
)
@pytest.mark.parametrize("rows", [1, 5_000])
def test_a_row_that_is_too_long_is_told_of_the_source(
    tmp_path: Path, row: str | None, message: str, rows: int
) -> None:
    """In the first block, which is read at once, and in a later one, when decisions are written already."""
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    write(many(rows), source)
    text = source.read_text("utf-8")
    last = text.splitlines()[-1] + row if row else "SECRET"
    source.write_text(text + last + "\n", "utf-8")
    said = error(str(source), "--out", str(target))
    assert said.startswith(f"{source}: {message}")
    assert "SECRET" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_bytes_that_are_no_text_far_down_are_told(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    write(many(5_000), source)
    row = source.read_bytes().splitlines()[-1]
    source.write_bytes(source.read_bytes() + row.replace(b"R03", b"R\xff3") + b"\n")
    assert len(source.read_bytes()) > batch_files.HEAD
    said = error(str(source), "--out", str(tmp_path / "out.csv"))
    assert re.sub(r"\d+ rows", "N rows", said) == (
        f"{source}: after N rows: column 3: CSV conversion error to string: invalid UTF8 data; "
        "save the table with the encoding UTF-8"
    )


def test_errors_name_the_file_that_is_wrong(tmp_path: Path) -> None:
    write(TABLE, tmp_path / "in.parquet")
    nowhere = tmp_path / "none" / "out.csv"
    assert error(str(tmp_path / "in.parquet"), "--out", str(nowhere)) == (
        f"{nowhere}: there is no folder {tmp_path}/none"
    )
    (tmp_path / "bad.parquet").write_bytes(b"no Parquet, but long enough for one")
    assert error(str(tmp_path / "bad.parquet"), "--out", str(tmp_path / "out.csv")).startswith(
        f"{tmp_path}/bad.parquet: Parquet magic bytes not found"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_files, "dumps", full)
        said = error(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.jsonl"))
    assert said == f"{tmp_path}/out.jsonl: No space left on device"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.parquet", "in.parquet"]


def full(_row: object) -> str:
    raise OSError(28, "No space left on device")


def test_kept_columns_that_a_form_cannot_hold_are_told_by_name(tmp_path: Path) -> None:
    table = TABLE.append_column("pairs", pa.array([[("a", 1)]] * 3, pa.map_(pa.string(), pa.int8())))
    table = table.append_column("raw", pa.array([b"\xff"] * 3))
    write(table, tmp_path / "in.parquet")
    kept = ["--keep", "pairs", "--keep", "raw"]
    assert error(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.csv"), *kept) == (
        f"{tmp_path}/out.csv: .csv cannot hold the column `pairs` (map<string, int8>): write .parquet, "
        "or leave it out of --keep"
    )
    assert "cannot hold the column `raw` (binary)" in error(
        str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.jsonl"), *kept
    )
    result = run(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.parquet"), *kept)
    assert result.exit_code == 0, result.output
    assert read(tmp_path / "out.parquet")[0]["pairs"] == [("a", 1)]


def test_lists_of_every_kind_are_words_in_csv(tmp_path: Path) -> None:
    """Polars writes large lists; a struct's members are columns."""
    table = TABLE.append_column("large", pa.array([["a", None, "b"], [], None], pa.large_list(pa.string())))
    table = table.append_column("pair", pa.array([[1, 2]] * 3, pa.list_(pa.int8(), 2)))
    table = table.append_column("seen", pa.array([{"at": 1, "by": ["x", "y"]}, {"at": 2, "by": []}, None]))
    write(table, tmp_path / "in.parquet")
    kept = ["--keep", "large", "--keep", "pair", "--keep", "seen"]
    result = run(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.csv"), *kept)
    assert result.exit_code == 0, result.output
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith('"large","pair","seen.at","seen.by","outcome",')
    assert [line.split(',"approve"')[0].split(',"decline"')[0] for line in lines[1:]] == [
        '"a  b","1 2",1,"x y"',
        '"","1 2",2,""',
        ',"1 2",,',
    ]


def test_what_json_does_not_have_is_null(tmp_path: Path) -> None:
    floats = pa.array([float("nan"), float("inf"), 0.1])
    table = TABLE.append_column("x", floats).append_column("xs", pa.array([[float("nan"), 1.5]] * 3))
    write(table, tmp_path / "in.parquet")
    result = run(
        str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.jsonl"), "--keep", "x", "--keep", "xs"
    )
    assert result.exit_code == 0, result.output
    rows = read(tmp_path / "out.jsonl")
    assert [row["x"] for row in rows] == [None, None, 0.1]
    assert rows[0]["xs"] == [None, 1.5]


def test_a_file_of_the_user_stays(tmp_path: Path) -> None:
    write(TABLE, tmp_path / "in.parquet")
    (tmp_path / "out.csv.part").write_text("mine", "utf-8")
    (tmp_path / "out.csv").write_text("before", "utf-8")
    assert error(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.csv"), "--as-of", "x")
    assert (tmp_path / "out.csv").read_text("utf-8") == "before"
    assert outcomes(tmp_path / "in.parquet", tmp_path / "out.csv") == OUTCOMES
    assert (tmp_path / "out.csv.part").read_text("utf-8") == "mine"
    (tmp_path / "plain").touch()
    assert (tmp_path / "out.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--json"], "--json is not for --out"),
        (["--lang", "zh"], "--lang is not for --out"),
        (["--format", "csv"], "--format is not for --out"),
        (["--lenient"], "--lenient is for DMN models"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    write(TABLE, tmp_path / "in.csv")
    assert error(str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), *arguments) == message
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("arguments", [["--keep", "age"], ["--points"], ["--threads", "2"]])
def test_options_of_columns_are_refused_of_rows(tmp_path: Path, arguments: list[str]) -> None:
    write(TABLE, tmp_path / "in.csv")
    assert error(str(tmp_path / "in.csv"), *arguments) == f"{arguments[0]} is only for --out"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--out", "out.csv"],
        ["--keep", "age"],
        ["--points"],
        ["--threads", "2"],
        ["--allow-expired"],
        ["--lang", "zh"],
    ],
)
def test_a_model_refuses_what_it_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["decide", MODEL, "facts.jsonl", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{arguments[0]} is not for DMN models" in result.stderr


def test_standard_input_is_no_table() -> None:
    assert error("-", "--out", "out.csv") == (
        "with --out, FACTS is a file: a table is not read from standard input (-)"
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"consent_bureau": "false", "bureau_score": "abc"},
        {"consent_bureau": "FALSE", "bureau_score": "9999", "overdue_24m": "2.5"},
        {"consent_bureau": "maybe", "bureau_score": "abc"},
        {"consent_bureau": "", "bureau_score": "abc"},
        {"consent_bureau": "true", "bureau_score": "abc"},
        {"consent_bureau": "false", "bureau_score": "abc", "age": "old"},
    ],
)
def test_rows_and_columns_agree_about_what_is_withheld(tmp_path: Path, cells: dict[str, str]) -> None:
    row = {name: "" if value is None else str(value) for name, value in TYPICAL.items()} | cells
    lower = {name: cell.lower() if cell in ("True", "False") else cell for name, cell in row.items()}
    pa.csv.write_csv(pa.Table.from_pylist([lower]), tmp_path / "in.csv")
    alone = run(str(tmp_path / "in.csv"))
    together = run(str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.jsonl"))
    assert alone.exit_code == together.exit_code
    decision, columns = json.loads(alone.stdout), read(tmp_path / "out.jsonl")[0]
    if "error" in decision:
        assert [problem["message"] for problem in decision["error"]] == columns["errors"]
    else:
        assert (decision["outcome"], columns["outcome"]) == ("decline", "decline")
        assert decision["outputs"]["score"] == columns["score"]
        assert [reason["code"] for reason in decision["reasons"]] == columns["reasons"]


def terminal(monkeypatch: pytest.MonkeyPatch, module: Any) -> io.StringIO:
    """What a module shows on a terminal."""
    shown = io.StringIO()
    monkeypatch.setattr(module, "err", Console(file=shown, force_terminal=True, width=100))
    return shown


def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(many(30_000), tmp_path / "in.parquet")
    arguments = [str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.parquet")]
    assert run(*arguments).stderr == "90,000 applicants: 60,000 approve, 30,000 decline\n"
    shown = terminal(monkeypatch, batch)
    result = run(*arguments)
    assert result.stdout == ""
    text = shown.getvalue()
    assert "deciding" in text
    assert "100%" in text
    assert "90,000 rows" in text
    assert text.endswith("\x1b[2K")  # and is taken away again


def test_progress_of_rows_is_shown_where_the_decisions_go_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(many(500), tmp_path / "in.csv")
    silent = run(str(tmp_path / "in.csv"))
    assert silent.stderr == ""
    shown = terminal(monkeypatch, decide_verb)
    result = run(str(tmp_path / "in.csv"))
    assert result.stdout == silent.stdout
    assert "deciding" in shown.getvalue()
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.getvalue()).splitlines()[-1]
    assert last.endswith("1,500 applicants: 1,000 approve, 500 decline")


def test_what_is_wrong_within_a_file_of_facts_names_the_file(tmp_path: Path) -> None:
    source = tmp_path / "one.json"
    source.write_text('{"age": 34, "age": 35}', "utf-8")
    assert error(str(source)) == f"{source}: the key 'age' stands twice"
