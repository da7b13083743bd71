"""`placet decide --out`: files of columns, from and to every form, with the answers of `decide_batch`."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

import placet
from placet.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = str(ROOT / "rules/reference")
TYPICAL = json.loads((ROOT / "examples/applicant.json").read_text("utf-8"))
TABLE = pa.Table.from_pylist(
    [TYPICAL, TYPICAL | {"age": 17, "bureau_score": None}, TYPICAL | {"monthly_income": 8500.5}]
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["decide", BUNDLE, *arguments])


def read(path: Path) -> list[dict[str, Any]]:
    forms = {
        ".parquet": pa.parquet.read_table,
        ".csv": pa.csv.read_csv,
        ".arrow": pa.ipc.open_file,
        ".feather": pa.feather.read_table,
    }
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    found = forms[path.suffix](path)
    table = found.read_all() if path.suffix == ".arrow" else found
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".csv":
        pa.csv.write_csv(table, path)
    elif path.suffix == ".parquet":
        pa.parquet.write_table(table, path)
    else:
        pa.feather.write_feather(table, path, compression="uncompressed")


@pytest.mark.parametrize("target", [".parquet", ".csv", ".arrow", ".feather", ".jsonl"])
@pytest.mark.parametrize("source", [".parquet", ".csv", ".arrow", ".feather"])
def test_every_form_goes_into_every_form(tmp_path: Path, source: str, target: str) -> None:
    write(TABLE, tmp_path / f"in{source}")
    result = run(
        str(tmp_path / f"in{source}"), "--out", str(tmp_path / f"out{target}"), "--keep", "applicant_id"
    )
    assert result.exit_code == 0, result.output
    assert "3 applicants: 2 approve, 1 decline" in result.stderr
    assert result.stdout == ""
    rows = read(tmp_path / f"out{target}")
    assert [row["outcome"] for row in rows] == ["approve", "decline", "approve"]
    assert [row["applicant_id"] for row in rows] == TABLE["applicant_id"].to_pylist()
    limits = [placet.load(BUNDLE).decide(facts)["limit"] for facts in TABLE.to_pylist()]
    assert [float(row["limit"]) for row in rows] == [float(limit) for limit in limits]
    codes = rows[1]["reasons"]
    assert (codes.split() if isinstance(codes, str) else codes)[0] == "K01"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"in{source}", f"out{target}"])


def test_bad_rows_are_told_and_end_with_1(tmp_path: Path) -> None:
    write(pa.Table.from_pylist([TYPICAL, TYPICAL | {"age": 99}]), tmp_path / "in.parquet")
    result = run(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.jsonl"))
    assert result.exit_code == 1
    assert "2 applicants: 1 approve, 1 with bad facts" in result.stderr
    bad = read(tmp_path / "out.jsonl")[1]
    assert (bad["outcome"], bad["errors"]) == (None, ["`age` must be an integer from 16 to 75, and is 99"])


def test_a_table_of_another_encoding_is_told_how_to_save(tmp_path: Path) -> None:
    source = tmp_path / "facts.csv"
    source.write_bytes("age,r\u00e9gion\n31,R01\n".encode("latin-1"))
    result = run(str(source), "--out", str(tmp_path / "out.csv"))
    assert result.exit_code == 2
    assert "facts.csv:1: the file is not UTF-8" in " ".join(result.output.split())


def test_what_cannot_be_done_is_said(tmp_path: Path) -> None:
    write(TABLE.drop_columns(["age"]), tmp_path / "in.parquet")
    wrong = run(str(tmp_path / "in.parquet"), "--out", str(tmp_path / "out.parquet"))
    assert (wrong.exit_code, "there is no column `age`" in wrong.stderr) == (1, True)
    assert not (tmp_path / "out.parquet").exists()
    for arguments, message in [
        ([str(tmp_path / "in.parquet")], "say with --out"),
        ([str(tmp_path / "in.parquet"), "--out", "x.xlsx"], "decisions go into"),
        ([str(ROOT / "examples/applicant.json"), "--out", str(tmp_path / "x.csv")], "tables come as"),
        ([str(tmp_path / "none.csv"), "--out", str(tmp_path / "x.csv")], "No such file"),
    ]:
        result = run(*arguments)
        assert result.exit_code == 2
        assert message in result.stderr
