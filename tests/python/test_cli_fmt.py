"""`placet fmt` and `placet schema`: files, exit codes, streams."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import placet
from placet.bundle.schema import bundle_schema
from placet.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
YAML = "a:   1   # one\nlong: 2\n"
NEW_YAML = "a:    1  # one\nlong: 2\n"
CSV = "﻿a;b\r\n1;2\r\n"
NEW_CSV = "a,b\n1,2\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    Path("b").mkdir()
    write("b/typical.yaml", YAML)
    write("b/t.csv", CSV)
    write("b/good.csv", NEW_CSV)
    write("b/notes.txt", "a:   1")
    yield tmp_path


def write(name: str, text: str) -> None:
    Path(name).write_bytes(text.encode())


def read(name: str) -> str:
    return Path(name).read_bytes().decode()


def test_a_folder_is_formatted_once_and_then_stays() -> None:
    result = run("fmt", "b")
    assert (result.exit_code, result.stdout) == (
        0,
        "formatted b/t.csv\nformatted b/typical.yaml\n2 files formatted, 1 unchanged\n",
    )
    assert (read("b/typical.yaml"), read("b/t.csv")) == (NEW_YAML, NEW_CSV)
    assert read("b/notes.txt") == "a:   1"
    before = {path.name: path.stat().st_mtime_ns for path in Path("b").iterdir()}
    assert run("fmt", "b").stdout == "0 files formatted, 3 unchanged\n"
    assert {path.name: path.stat().st_mtime_ns for path in Path("b").iterdir()} == before


def test_check_tells_and_changes_nothing() -> None:
    result = run("fmt", "--check", "b", "b/t.csv", "b/notes.txt")
    assert result.exit_code == 1
    assert result.stdout == (
        "would format b/t.csv\nwould format b/typical.yaml\n2 files would be formatted, 1 unchanged\n"
    )
    assert (read("b/typical.yaml"), read("b/t.csv")) == (YAML, CSV)
    assert run("fmt", "--check", "b/good.csv").exit_code == 0


def test_diff_shows_and_changes_nothing() -> None:
    write("b/ends.csv", NEW_CSV.replace("\n", "\r\n"))
    result = run("fmt", "--diff", "b/typical.yaml", "b/ends.csv")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "--- b/typical.yaml",
        "+++ b/typical.yaml, formatted",
        "@@ -1,2 +1,2 @@",
        "-a:   1   # one",
        "+a:    1  # one",
        " long: 2",
        "b/ends.csv: only how its lines end, or its byte order mark",
    ]
    assert read("b/typical.yaml") == YAML


def test_a_file_with_errors_is_told_and_left_alone_and_others_are_formatted() -> None:
    write("b/bad.yaml", "a: [1,  \nb: 2\n")
    write("b/bad.csv", "a,b\n1\n")
    result = run("fmt", "b")
    assert result.exit_code == 1
    assert result.stdout.endswith("2 files formatted, 1 unchanged, 2 with errors\n")
    assert "error[E0102]" in result.stderr
    assert "--> b/bad.yaml:1:" in result.stderr
    assert "error[E0105]" in result.stderr
    assert "--> b/bad.csv:2:1" in result.stderr
    assert read("b/bad.yaml") == "a: [1,  \nb: 2\n"
    assert read("b/typical.yaml") == NEW_YAML


def test_a_fault_of_the_layout_is_told_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("placet.bundle.format.files.format_yaml", lambda *_: "a: 1\n")
    result = run("fmt", "b/typical.yaml")
    assert result.exit_code == 1
    assert "b/typical.yaml is left as it is" in result.stderr
    assert read("b/typical.yaml") == YAML


@pytest.mark.parametrize("arguments", [["fmt"], ["fmt", "nowhere"], ["fmt", "b/notes.txt"], ["fmt", "."]])
def test_wrong_use_is_two(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_stay_and_a_protected_file_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("b/typical.yaml").chmod(0o640)
    assert run("fmt", "b/typical.yaml").exit_code == 0
    assert stat.S_IMODE(Path("b/typical.yaml").stat().st_mode) == 0o640
    # The superuser may write what is protected.
    monkeypatch.setattr(os, "access", lambda _, mode, **__: mode != os.W_OK)
    result = run("fmt", "b/t.csv")
    assert result.exit_code == 2
    assert "b/t.csv cannot be written: Permission denied" in result.stderr
    assert read("b/t.csv") == CSV
    assert sorted(path.name for path in Path("b").iterdir()) == [
        "good.csv",
        "notes.txt",
        "t.csv",
        "typical.yaml",
    ]


def test_a_write_that_fails_leaves_the_file_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert run("fmt", "b/t.csv").exit_code == 2
    assert read("b/t.csv") == CSV
    assert sorted(path.name for path in Path("b").iterdir()) == [
        "good.csv",
        "notes.txt",
        "t.csv",
        "typical.yaml",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a privilege")
def test_links_stay_links_and_are_not_followed_out_of_the_folder() -> None:
    Path("b/..data").mkdir()
    write("b/..data/x.csv", CSV)
    Path("b/x.csv").symlink_to("..data/x.csv")
    write("outside.csv", CSV)
    Path("b/out.csv").symlink_to("../outside.csv")
    result = run("fmt", "b")
    assert result.exit_code == 1
    assert "the file is a link out of the bundle's folder" in result.stderr
    assert Path("b/x.csv").is_symlink()
    assert read("b/..data/x.csv") == NEW_CSV
    assert read("outside.csv") == CSV


def test_what_ships_is_formatted_and_formatting_does_not_touch_the_digest() -> None:
    for path in (ROOT / "rules").glob("*/bundle.yaml"):
        name = path.parent.name
        Path(name).mkdir()
        for file in path.parent.glob("*.[cy]*"):
            Path(name, file.name).write_bytes(file.read_bytes())
        assert run("fmt", name).exit_code == 0
        assert placet.load(name).digest == placet.load(path.parent).digest
    # microloan is still being written.
    assert (
        run(
            "fmt", "--check", *(str(ROOT / "rules" / name) for name in ("reference", "german_credit"))
        ).exit_code
        == 0
    )
    assert run("init", "first").exit_code == 0
    assert run("fmt", "--check", "first").exit_code == 0


def test_schema_prints_or_writes_the_schema_and_init_lays_it_beside() -> None:
    shown = run("schema").stdout
    assert json.loads(shown) == bundle_schema()
    assert run("schema", "-o", "s.json").stdout == ""
    assert read("s.json") == shown
    assert run("schema", "-o", "nowhere/s.json").exit_code == 2
    run("init", "first")
    assert read("first/bundle.schema.json") == shown
    assert read("first/bundle.yaml").splitlines()[0] == "# yaml-language-server: $schema=bundle.schema.json"
