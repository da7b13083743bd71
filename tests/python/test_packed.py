"""Packed bundles: the same engine from one file, whatever is wrong with one is told, and what is shown is what runs."""

import copy
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import placet
from placet import BundleError, _native
from placet.bundle import inspect_folder
from placet.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "rules" / "reference"
FACTS: dict[str, object] = json.loads(
    (ROOT / "examples" / "applicant.json").read_text("utf-8"), parse_float=Decimal
)


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return placet.load(REFERENCE)


@pytest.fixture
def packed(engine: placet.Engine, tmp_path: Path) -> Path:
    path = tmp_path / "reference.placet"
    path.write_bytes(engine.pack())
    return path


def forged(packed: bytes, old: str, new: str) -> bytes:
    """The packed bytes with other sources, and with lengths and a checksum that fit them."""
    magic, _, head, canonical, sources, _ = packed.split(b"\n")
    assert sources.count(old.encode()) == 1
    sources = sources.replace(old.encode(), new.encode())
    said = json.loads(head) | {"sources": len(sources)}
    head = json.dumps(said, separators=(",", ":"), sort_keys=True).encode()
    body = b"\n".join((head, canonical, sources, b""))
    return b"\n".join((magic, sha256(body).hexdigest().encode(), body))


@pytest.mark.parametrize("name", sorted(path.parent.name for path in ROOT.glob("rules/*/bundle.yaml")))
def test_a_packed_bundle_decides_and_explains_as_its_folder(name: str, tmp_path: Path) -> None:
    _, engine, _, cases = inspect_folder(ROOT / "rules" / name)
    assert engine is not None
    path = tmp_path / "it.placet"
    path.write_bytes(engine.pack())
    loaded = placet.load(path)
    assert (loaded.name, loaded.version, loaded.digest) == (engine.name, engine.version, engine.digest)
    assert loaded.pack() == engine.pack()
    assert len(cases) > 10
    for case in cases:
        facts = engine.facts_from_text(case.facts)
        mine, its = (each.decide(facts, as_of=case.as_of) for each in (engine, loaded))
        assert (mine.outcome, dict(mine.outputs), mine.hits) == (its.outcome, dict(its.outputs), its.hits)
        # Places too: what is explained is shown where it is written.
        mine_tree, its_tree = (each.explain(facts, as_of=case.as_of).tree for each in (engine, loaded))
        assert mine_tree == its_tree


def test_the_format_is_what_the_document_says(engine: placet.Engine) -> None:
    packed = engine.pack()
    magic, checksum, head, canonical, sources, rest = packed.split(b"\n")
    assert magic == b"placet 1"
    assert rest == b""
    assert checksum.decode() == sha256(packed.split(b"\n", 2)[2]).hexdigest()
    assert sha256(canonical).hexdigest() == engine.digest
    assert json.loads(head) == {
        "bundle": "reference",
        "canonical": len(canonical),
        "digest": engine.digest,
        "language": "1",
        "sources": len(sources),
        "valid": [None, None],
        "version": "1.0.0",
    }
    texts = {name: text for name, text, _ in json.loads(sources)}
    assert texts == {
        path.name: path.read_text("utf-8") for path in REFERENCE.iterdir() if path.suffix in (".csv", ".yaml")
    }


def test_a_packed_file_needs_no_yaml(packed: Path) -> None:
    code = (
        "import sys, placet; print(placet.load(sys.argv[1]).name); "
        "print([name for name in sys.modules if 'yaml' in name or name == 'dataclasses'])"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, str(packed)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "reference\n[]\n"


def reason(path: Path | str) -> str:
    with pytest.raises(BundleError) as caught:
        placet.load(path)
    text = str(caught.value)
    assert text.startswith(f"`{path}` cannot be loaded: ")
    return text.removeprefix(f"`{path}` cannot be loaded: ")


def test_whatever_is_wrong_with_a_packed_file_is_told(packed: Path) -> None:
    content = packed.read_bytes()

    def of(changed: bytes) -> str:
        packed.write_bytes(changed)
        return reason(packed)

    none = "it is no packed bundle; `placet pack DIR` makes one of a folder"
    assert of(b"") == none
    assert of(b"bundle: small\n") == none
    assert of(content[:-1]) == of(content[:200]) == of(b"place") == "its end is missing; copy it again"
    assert of(content + b"\n") == "it is 1 byte longer than it says; copy it again"
    changed = "it was changed after it was packed: its checksum does not fit; copy it again"
    assert of(content.replace(b"dti > 0.70", b"dti > 0.79")) == changed
    newer = "it was packed by a newer placet: its format is 2, and this one reads 1; install the newer one"
    assert of(content.replace(b"placet 1", b"placet 2", 1)) == newer
    # The same with a checksum that fits: the expression as it runs, and the text alone, which runs nothing.
    assert of(forged(content, '"dti > 0.70"]', '"dti > 0.79"]')).startswith(
        "its sources do not mean what its digest stands for: it was tampered with"
    )
    packed.write_bytes(content)
    with zipfile.ZipFile(packed.with_suffix(".zip"), "w") as archive:
        archive.write(packed, "bundle.yaml")
    assert reason(packed.with_suffix(".zip")) == none


def test_a_bundle_with_an_error_inside_shows_it(packed: Path) -> None:
    packed.write_bytes(forged(packed.read_bytes(), '"dti > 0.70"]', '"dtj > 0.70"]'))
    with pytest.raises(BundleError, match="there is no name `dtj`") as caught:
        placet.load(packed)
    assert [(found.code, found.file) for found in caught.value.findings] == [("E0201", "bundle.yaml")]


def test_a_file_that_is_too_large_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "sparse.placet"
    with path.open("wb") as file:
        file.write(b"placet 1\n")
        file.truncate(_native.PACKED_BYTES + 1)
    assert reason(path) == "it is larger than 1,024 MiB, which no bundle is"
    # Within the bound, a file that does not begin as one is not read either.
    with path.open("wb") as file:
        file.truncate(_native.PACKED_BYTES)
    assert reason(path).startswith("it is no packed bundle")


def test_a_folder_and_an_absent_path_are_told_as_before(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"there is no `bundle\.yaml` in the folder"):
        placet.load(tmp_path)
    with pytest.raises(BundleError, match=r"the folder `.*absent` cannot be read: no such file"):
        placet.load(tmp_path / "absent")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BundleError, match=r"the folder `.*pipe` cannot be read: not a directory"):
        placet.load(tmp_path / "pipe")


def test_a_name_that_is_no_text_can_be_told(packed: Path) -> None:
    odd = packed.with_name(os.fsdecode(b"caf\xe9.placet"))
    odd.write_bytes(packed.read_bytes())
    assert placet.load(odd).name == "reference"
    odd.write_bytes(b"")
    with pytest.raises(BundleError, match=r"caf\\udce9\.placet` cannot be loaded: it is no packed bundle"):
        placet.load(odd)


def test_bytes_load_as_a_file_does(engine: placet.Engine) -> None:
    assert placet.load_packed(engine.pack()).digest == engine.digest
    with pytest.raises(BundleError, match=r"^the packed bundle cannot be loaded: its end is missing"):
        placet.load_packed(engine.pack()[:-1])
    with pytest.raises(TypeError):
        placet.load_packed("placet 1")  # type: ignore[arg-type]


def limit(engine: placet.Engine) -> object:
    return engine.decide(FACTS)["limit"]


def test_a_pickled_engine_decides_the_same(engine: placet.Engine) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(engine, protocol))  # noqa: S301
        assert again.digest == engine.digest
        assert limit(again) == limit(engine) == Decimal("36000.00")
    function, arguments = engine.__reduce__()
    assert (function, arguments) == (placet.load_packed, (engine.pack(),))


def test_an_engine_is_its_own_copy(engine: placet.Engine) -> None:
    assert copy.copy(engine) is engine
    assert copy.deepcopy({"engine": engine})["engine"] is engine


def test_an_engine_goes_to_other_processes(engine: placet.Engine) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(limit, [engine, engine]) == [Decimal("36000.00")] * 2


def test_an_engine_survives_a_fork() -> None:
    """In a process of its own: a fork with threads about is what Python warns of, and it is what servers do."""
    code = """
import json, os, sys, threading
from pathlib import Path
import placet
engine = placet.load_packed(placet.load("rules/reference").pack())
facts = json.loads(Path("examples/applicant.json").read_text("utf-8"))
busy = threading.Thread(target=lambda: [engine.decide(facts) for _ in range(20000)])
busy.start()
for _ in range(5):
    child = os.fork()
    if child == 0:
        same = placet.load_packed(engine.pack()).decide(facts)["limit"] == engine.decide(facts)["limit"]
        os._exit(7 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
busy.join()
print("survived")
"""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code],
        capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("survived\n", "")


def test_threads_pack_and_load_at_once(engine: placet.Engine) -> None:
    packed = engine.pack()
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: placet.load_packed(engine.pack()).pack(), range(64))) == {packed}


# ---- the command ----


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    assert run("init", "small").exit_code == 0
    yield tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_bundle_is_packed_and_unpacked_as_it_was(folder: Path) -> None:
    done = run("pack", "small")
    content = (folder / "small-0.1.0.placet").read_bytes()
    digest = placet.load("small").digest
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        f"packed small 0.1.0 into small-0.1.0.placet, {len(content):,} bytes",
        f"digest {digest}",
    ]
    assert run("pack", "small", "-o", "other.placet", "--json").output == (
        f'{{"name": "small", "version": "0.1.0", "digest": "{digest}", '
        f'"file": "other.placet", "bytes": {len(content)}}}\n'
    )
    assert (folder / "other.placet").read_bytes() == content
    assert run("unpack", "small-0.1.0.placet", "-o", "again").output == "unpacked 9 files into again\n"
    for path in (folder / "again").iterdir():
        assert path.read_bytes() == (folder / "small" / path.name).read_bytes()
    assert len(list((folder / "again").iterdir())) == 9
    assert run("unpack", "small-0.1.0.placet").output == "unpacked 9 files into small-0.1.0\n"
    assert run("pack", "small-0.1.0", "-o", "third.placet").exit_code == 0
    assert (folder / "third.placet").read_bytes() == content


def test_a_packed_file_stands_for_a_folder(folder: Path) -> None:
    run("pack", "small")
    for arguments in (
        ("check",),
        ("test",),
        ("decide", "small/applicant.json"),
        ("explain", "small/applicant.json"),
    ):
        verb, *rest = arguments
        assert run(verb, "small-0.1.0.placet", *rest).output == run(verb, "small", *rest).output
        assert run(verb, "small-0.1.0.placet", *rest).exit_code == 0
    (folder / "small-0.1.0.placet").write_bytes((folder / "small-0.1.0.placet").read_bytes()[:-1])
    for arguments in (("check",), ("test",), ("decide", "small/applicant.json"), ("unpack",)):
        verb, *rest = arguments
        done = run(verb, "small-0.1.0.placet", *rest)
        assert done.exit_code == 1
        assert done.stdout == ""
        assert (
            done.stderr == "error: `small-0.1.0.placet` cannot be loaded: its end is missing; copy it again\n"
        )


def test_what_has_errors_or_fails_its_cases_is_not_packed(folder: Path) -> None:
    edit(folder / "small" / "tests.csv", "approve", "refer")
    done = run("pack", "small")
    assert done.exit_code == 1
    assert "expected  got" in done.output
    assert " failed" in done.output
    edit(folder / "small" / "bundle.yaml", "age < 18", "agee < 18")
    done = run("pack", "small")
    assert done.exit_code == 1
    assert "there is no name `agee`" in done.stderr
    assert list(folder.glob("*.placet")) == list(folder.glob(".*")) == []


def test_another_file_is_not_overwritten_unless_asked(folder: Path) -> None:
    target = folder / "small-0.1.0.placet"
    target.write_text("mine", "utf-8")
    done = run("pack", "small")
    assert done.exit_code == 2
    assert (
        "small-0.1.0.placet exists already and holds something else; --replace writes over it" in done.stderr
    )
    assert target.read_text("utf-8") == "mine"
    assert run("pack", "small", "--replace").exit_code == 0
    assert placet.load(target).name == "small"
    assert run("pack", "small").exit_code == 0  # the same bytes again
    assert run("pack", "small", "-o", "absent/x.placet").exit_code == 2
    assert list(folder.glob(".*")) == []


def test_files_are_unpacked_into_a_new_or_empty_folder_only(folder: Path) -> None:
    run("pack", "small")
    done = run("unpack", "small-0.1.0.placet", "-o", "small")
    assert done.exit_code == 2
    assert "small cannot be written: it holds something already; nothing was unpacked" in done.stderr
    (folder / "empty").mkdir()
    assert run("unpack", "small-0.1.0.placet", "-o", "empty").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        # The text says one thing, and what runs is another: the digest alone cannot show it.
        ("AGE:    age < 18\\n", "AGE:    age < 21\\n", "shows something else than it runs in `bundle.yaml`"),
        ("told why,age = 17,", "told why,age = 12,", "shows something else than it runs in `tests.csv`"),
        ('"tests.csv"', '"tests\\n.csv"', "holds the file 'tests\\n.csv'"),
        ('"tests.csv"', '".tests.csv"', "the files are not sorted by their names"),
        ('["apr.csv"', '["../apr.csv"', "has errors"),
        ('"typical.yaml"', '"typical.sh"', "holds the file 'typical.sh'"),
        ('"typical.yaml"', '"u/typical.yaml"', "holds the file 'u/typical.yaml'"),
        ('"typical.yaml"', '"u\\\\typical.yaml"', "holds the file 'u\\\\typical.yaml'"),
    ],
)
def test_a_packed_file_that_shows_something_else_than_it_runs_is_refused(
    folder: Path, old: str, new: str, told: str
) -> None:
    run("pack", "small")
    path = folder / "small-0.1.0.placet"
    path.write_bytes(forged(path.read_bytes(), old, new))
    for arguments in (("unpack", str(path), "-o", "again"), ("check", str(path)), ("test", str(path))):
        done = run(*arguments)
        assert done.exit_code == 1
        assert told in done.stderr
    assert not (folder / "again").exists()
