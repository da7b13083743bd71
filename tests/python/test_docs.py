"""What the documents and docstrings show is what happens.

In Markdown, a fenced `python` block with `>>>` and a fenced `console` block with `$ placet …` are run in the order of
their file, and what they print is compared; `...` stands for anything. Python runs in the repository, commands in an
empty folder with links to what the documents name. Other commands (`$ make demo`) are for the reader.
"""

import ast
import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("rules/**/*.md"),
    *ROOT.glob("tests/**/*.md"),
]
SOURCES = [*ROOT.glob("python/placet/**/*.py"), *ROOT.glob("python/placet/**/*.pyi")]
RUN = ("placet ", "sed ", "cat ", "cp ")
LINKED = ("rules", "examples")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its kind, its text and the line on which the text begins."""

    kind: str
    text: str
    line: int


def blocks(path: Path) -> Iterator[Block]:
    text = path.read_text("utf-8")
    for found in BLOCK.finditer(text):
        yield Block(found[1], found[2], text.count("\n", 0, found.start(2)) + 1)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run_python(text: str, names: dict[str, object], path: Path, line: int) -> None:
    parsed = doctest.DocTestParser().get_doctest(text, names, relative(path), str(path), line - 1)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(parsed, out=told.append, clear_globs=False)
    names.update(parsed.globs)
    assert not runner.failures, "".join(told)


def commands(block: Block) -> Iterator[tuple[str, str, int]]:
    """Each command of a block, what it prints, and its line."""
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    line = block.line + parts[0].count("\n")
    for part in parts[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected, line
        line += part.count("\n")


def run_command(command: str, folder: Path) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "120", "PYTHONWARNINGS": "error"}
    done = subprocess.run(  # noqa: S602
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "path",
    [path for path in DOCUMENTS if any(block.kind in ("python", "console") for block in blocks(path))],
    ids=relative,
)
def test_a_document_shows_what_happens(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    names: dict[str, object] = {}
    checker = doctest.OutputChecker()
    for block in blocks(path):
        if block.kind == "python" and ">>>" in block.text:
            run_python(block.text, names, path, block.line)
        elif block.kind == "python":
            compile(block.text, str(path), "exec")
        elif block.kind == "console":
            for command, expected, line in commands(block):
                if not command.startswith(RUN):
                    continue
                shown = run_command(command, tmp_path)
                assert checker.check_output(expected.rstrip() + "\n", shown.rstrip() + "\n", FLAGS), (
                    f"{relative(path)}:{line}: {command}\n{shown}"
                )


def docstrings(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and (
            text := ast.get_docstring(node)
        ):
            yield text, getattr(node, "lineno", 1)


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if any(">>>" in text for text, _ in docstrings(path))], ids=relative
)
def test_a_docstring_shows_what_happens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    import placet

    monkeypatch.chdir(ROOT)
    for text, line in docstrings(path):
        if ">>>" in text:
            run_python(text, {"placet": placet, "json": json, "Path": Path}, path, line)


def test_links_within_the_repository_lead_somewhere() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{relative(path)}: {target}"


def test_every_path_in_the_map_of_the_code_exists() -> None:
    """The first column of ARCHITECTURE.md's tables of places."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    paths = [name for row in rows for name in re.findall(r"`([^`\s]*/[^`\s]*)`", row.split("|")[1])]
    assert len(paths) > 40
    absent = [path for path in paths if not any(ROOT.glob(path.rstrip("/")))]
    assert absent == []


def test_what_a_bundle_may_hold_is_valid_in_the_documents(tmp_path: Path) -> None:
    """A YAML block that is a whole bundle reads without a fault."""
    from placet.bundle.yaml import read_yaml

    for path in DOCUMENTS:
        for block in blocks(path):
            if block.kind == "yaml":
                _, findings = read_yaml(block.text, 0)
                assert findings == [], f"{relative(path)}:{block.line}"
