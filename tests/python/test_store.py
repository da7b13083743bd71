"""The store: a version is added once and never changes, whoever adds what at the same time."""

import multiprocessing
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

import placet
from placet import BundleError, Release, ReleaseExistsError, ReleaseNotFoundError, Store, _native
from placet.bundle import read_texts


def engine(
    version: str, *, name: str = "small", age: int = 18, valid: str = "", note: str = ""
) -> placet.Engine:
    """A small bundle; `age` changes what it means, `note` only its comments."""
    head = f"bundle: {name}\nversion: {version}\nlanguage: 1\ncurrency: EUR\n" + (
        f"valid: {valid}\n" if valid else ""
    )
    rules = f"flow:\n  entry:\n    rules:\n      decline:\n        AGE: age < {age}\noutputs:\n  age: age\n"
    texts = {
        "bundle.yaml": f"{head}{rules}# {note}\n",
        "facts.csv": "fact,type,missing\nage,integer,no\n",
        "reasons.csv": "code,en\nAGE,too young\n",
    }
    made, findings = _native.compile(*read_texts(texts))
    assert made is not None, findings
    return made


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "releases")


def versions(releases: tuple[Release, ...]) -> list[str]:
    return [release.version for release in releases]


def test_a_release_is_added_listed_and_loaded(store: Store, tmp_path: Path) -> None:
    assert store.names() == ()
    assert store.list("small") == ()
    made = engine("1.2.3", valid="2025-01-01..2025-12-31")
    release = store.add(made)
    path = tmp_path / "releases" / "small" / "1.2.3.placet"
    assert release == Release("small", "1.2.3", made.digest, date(2025, 1, 1), date(2025, 12, 31), path)
    assert path.read_bytes() == made.pack()
    assert path.stat().st_mode & 0o222 == 0
    assert [entry.name for entry in path.parent.iterdir()] == ["1.2.3.placet"]
    assert store.names() == ("small",)
    assert store.list("small") == (release,)
    assert store.load("small", "1.2.3").digest == made.digest
    with pytest.raises(AttributeError):
        release.name = "other"  # type: ignore[misc]


def test_folders_and_packed_files_are_added_too(store: Store, tmp_path: Path) -> None:
    folder = Path(__file__).resolve().parents[2] / "rules" / "reference"
    packed = tmp_path / "reference.placet"
    packed.write_bytes(placet.load(folder).pack())
    assert store.add(folder) == store.add(str(packed)) == store.add(placet.load(packed))
    with pytest.raises(BundleError):
        store.add(tmp_path / "absent")


def test_versions_are_three_numbers(store: Store) -> None:
    for version in ("1.10.0", "1.9.0", "2025.04.1", "0.0.1", "1.9.10"):
        store.add(engine(version))
    assert versions(store.list("small")) == ["0.0.1", "1.9.0", "1.9.10", "1.10.0", "2025.4.1"]
    assert store.load("small").version == "2025.04.1"
    assert store.load("small", "2025.4.01").version == "2025.04.1"
    assert (store.folder / "small" / "2025.4.1.placet").is_file()
    with pytest.raises(ReleaseExistsError):
        store.add(engine("2025.4.1"))
    for bad in ("1.0", "1.0.0.0", "latest", "", "1.0.x", "../1.0.0", "1.0.0\n", "١.0.0"):
        with pytest.raises(ValueError, match="is no version"):
            store.load("small", bad)


def test_a_version_is_never_overwritten(store: Store) -> None:
    first = store.add(engine("1.0.0"))
    before = first.path.read_bytes()
    assert store.add(engine("1.0.0")) == first
    with pytest.raises(
        ReleaseExistsError, match=r"^small 1\.0\.0 is released already, with other rules"
    ) as caught:
        store.add(engine("1.0.0", age=19))
    assert "raise `version` in bundle.yaml" in str(caught.value)
    with pytest.raises(ReleaseExistsError, match="with the same rules and other comments"):
        store.add(engine("1.0.0", note="reworded"))
    assert first.path.read_bytes() == before
    assert len(list(first.path.parent.iterdir())) == 1


def test_the_release_in_force_is_the_highest_that_is_valid_on_the_day(store: Store) -> None:
    store.add(engine("1.0.0", valid="..2024-12-31"))
    store.add(engine("1.1.0", valid="2025-01-01..2025-12-31"))
    store.add(engine("1.2.0", valid="2025-07-01..2025-12-31"))
    store.add(engine("1.0.1", valid="..2025-12-31"))
    in_force = {day: store.load("small", on=date.fromisoformat(day)).version for day in (
        "1999-01-01", "2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01", "2025-12-31",
    )}  # fmt: skip
    assert list(in_force.values()) == ["1.0.1", "1.0.1", "1.1.0", "1.1.0", "1.2.0", "1.2.0"]
    with pytest.raises(ReleaseNotFoundError) as caught:
        store.load("small", on=date(2026, 1, 1))
    assert str(caught.value) == (
        "there is no release of `small` that is valid on 2026-01-01; there are 1.0.0 (valid ..2024-12-31), "
        "1.0.1 (valid ..2025-12-31), 1.1.0 (valid 2025-01-01..2025-12-31), 1.2.0 (valid 2025-07-01..2025-12-31)"
    )
    assert versions(caught.value.releases) == ["1.0.0", "1.0.1", "1.1.0", "1.2.0"]
    with pytest.raises(TypeError, match=r"on must be a datetime\.date, not datetime"):
        store.load("small", on=datetime(2025, 1, 1))
    with pytest.raises(ValueError, match="and not both"):
        store.load("small", "1.0.0", on=date(2025, 1, 1))


def test_what_is_not_there_is_told_with_what_is(store: Store) -> None:
    with pytest.raises(ReleaseNotFoundError, match="bundles with releases: none"):
        store.load("small")
    store.add(engine("1.0.0"))
    with pytest.raises(
        ReleaseNotFoundError, match=r"^there is no release 1\.0\.1 of `small`; there are 1\.0\.0$"
    ):
        store.load("small", "1.0.1")
    with pytest.raises(
        ReleaseNotFoundError, match=r"no release of `larger` in .*; bundles with releases: small"
    ):
        store.load("larger")


@pytest.mark.parametrize("name", ["../small", "..", ".", "", "small/..", "a\\b", "/etc", "small\n", "ſmall"])
def test_no_name_leads_out_of_the_store(store: Store, name: str) -> None:
    store.add(engine("1.0.0"))
    for ask in (store.list, store.load, lambda given: store.load(given, "1.0.0")):
        with pytest.raises(ValueError, match="no bundle can be named"):
            ask(name)


def test_strays_hide_nothing(store: Store) -> None:
    path = store.add(engine("1.0.0")).path
    (path.parent / ".placet-0123.tmp").write_bytes(path.read_bytes()[:100])
    (path.parent / "notes.txt").write_text("mine", "utf-8")
    (store.folder / "README").write_text("mine", "utf-8")
    (store.folder / "empty").mkdir()
    assert store.names() == ("small",)
    assert versions(store.list("small")) == ["1.0.0"]
    assert store.load("small").version == "1.0.0"


@pytest.mark.parametrize("content", [b"", b"bundle: small\n", b"placet 2\n", b"placet 1\nabc"], ids=len)
def test_a_broken_release_is_told_and_hides_no_other(store: Store, content: bytes) -> None:
    store.add(engine("1.0.0"))
    broken = store.folder / "small" / "1.1.0.placet"
    broken.write_bytes(content)
    assert versions(store.list("small")) == ["1.0.0"]
    assert store.load("small", "1.0.0").version == "1.0.0"
    # An older release does not step in for one that cannot be read.
    for ask in ({}, {"version": "1.1.0"}, {"on": date(2025, 1, 1)}):
        with pytest.raises(BundleError, match=r"1\.1\.0\.placet` cannot be loaded"):
            store.load("small", **ask)
    with pytest.raises(ReleaseExistsError, match="with a file that cannot be read"):
        store.add(engine("1.1.0"))
    assert broken.read_bytes() == content


def test_a_pipe_in_the_store_is_not_waited_for(store: Store) -> None:
    store.add(engine("1.0.0"))
    os.mkfifo(store.folder / "small" / "1.1.0.placet")
    assert versions(store.list("small")) == ["1.0.0"]
    with pytest.raises(BundleError, match=r"1\.1\.0\.placet` cannot be read: it is no file"):
        store.load("small")


def test_a_changed_release_is_refused_although_its_head_is_right(store: Store) -> None:
    path = store.add(engine("1.0.0")).path
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content.replace(b"age < 18", b"age < 81"))
    assert versions(store.list("small")) == ["1.0.0"]
    with pytest.raises(
        BundleError, match=r"1\.0\.0\.placet` cannot be loaded: it was changed after it was packed"
    ):
        store.load("small")


def test_a_release_at_the_place_of_another_is_refused(store: Store) -> None:
    content = store.add(engine("1.0.0")).path.read_bytes()
    folder = store.folder / "small"
    (folder / "2.0.0.placet").write_bytes(content)
    assert versions(store.list("small")) == ["1.0.0"]
    for ask in ({}, {"version": "2.0.0"}, {"on": date(2025, 1, 1)}):
        with pytest.raises(BundleError, match=r"2\.0\.0\.placet` holds the bundle small 1\.0\.0"):
            store.load("small", **ask)
    (folder / "2.0.0.placet").unlink()
    (store.folder / "other").mkdir()
    (store.folder / "other" / "1.0.0.placet").write_bytes(content)
    assert store.list("other") == ()
    assert store.names() == ("small",)
    with pytest.raises(BundleError, match="holds the bundle small"):
        store.load("other", "1.0.0")
    # A name that is no version would never be found, and 1.0.0 would go on deciding.
    (folder / "1.00.1.placet").write_bytes(engine("1.0.1").pack())
    assert versions(store.list("small")) == ["1.0.0"]
    assert store.load("small", "1.0.0").version == "1.0.0"
    with pytest.raises(
        BundleError, match=r"1\.00\.1\.placet` stands in the store under a name that is no version"
    ):
        store.load("small")


# ---- several processes at once ----


def add_versions(folder: str, first: int, barrier: "multiprocessing.synchronize.Barrier") -> None:
    store = Store(folder)
    made = [engine(f"1.0.{number}") for number in range(first, first + 15)]
    barrier.wait()
    for each in made:
        store.add(each)


def add_one(
    folder: str,
    age: int,
    barrier: "multiprocessing.synchronize.Barrier",
    won: "multiprocessing.queues.SimpleQueue[tuple[int, str]]",
) -> None:
    store = Store(folder)
    made = [engine(f"1.{number}.0", age=age) for number in range(20)]
    for each in made:
        barrier.wait()
        try:
            won.put((age, store.add(each).version))
        except ReleaseExistsError:
            won.put((age, "lost"))


def processes(count: int, target: object, *arguments: object) -> None:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(count)
    started = [
        context.Process(target=target, args=(arguments[0], number, barrier, *arguments[1:]))  # type: ignore[arg-type]
        for number in range(100, 100 + count * 10, 10)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
        assert process.exitcode == 0


def test_processes_that_add_at_once_lose_nothing(store: Store) -> None:
    """Their versions overlap: each is added by one or two of them, with the same content."""
    processes(4, add_versions, str(store.folder))
    expected = [f"1.0.{number}" for number in range(100, 145)]
    assert versions(store.list("small")) == expected
    for version in expected:
        assert store.load("small", version).version == version
    assert len(os.listdir(store.folder / "small")) == 45  # noqa: PTH208


def test_of_several_contents_for_one_version_exactly_one_wins(store: Store) -> None:
    told = multiprocessing.get_context("spawn").SimpleQueue()
    processes(3, add_one, str(store.folder), told)
    results = [told.get() for _ in range(60)]
    winners = {version: age for age, version in results if version != "lost"}
    assert len(winners) == 20
    assert sum(version == "lost" for _, version in results) == 40
    for version, age in winners.items():
        assert store.load("small", version).digest == engine(version, age=age).digest
    assert len(os.listdir(store.folder / "small")) == 20  # noqa: PTH208


def test_importing_the_package_loads_no_store() -> None:
    code = (
        "import sys, placet; "
        "print([name for name in ('dataclasses', 'yaml', 'placet.release') if name in sys.modules]); "
        "print(placet.Store('x'), 'placet.release.store' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\nStore('x') True\n"
    with pytest.raises(AttributeError, match="has no attribute 'Shop'"):
        placet.Shop  # noqa: B018


def test_the_command_adds_and_lists(store: Store, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from placet.cli.app import app

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["store", str(store.folder), *arguments])
        return done.exit_code, done.output

    packed = tmp_path / "x.placet"
    packed.write_bytes(engine("1.0.0", valid="2025-01-01..").pack())
    assert run("list") == (0, "")
    digest = placet.load(packed).digest
    path = store.folder / "small" / "1.0.0.placet"
    assert run("add", str(packed)) == (0, f"added small 1.0.0 as {path}\ndigest {digest}\n")
    assert run("list") == run("list", "small") == (0, f"small  1.0.0  2025-01-01..  {digest:.12}\n")
    assert run("list", "--json") == (
        0,
        f'{{"name": "small", "version": "1.0.0", "digest": "{digest}", "valid_from": "2025-01-01", '
        f'"valid_to": null, "file": "{path}"}}\n',
    )
    packed.write_bytes(engine("1.0.0", age=19).pack())
    code, output = run("add", str(packed))
    assert code == 1
    assert "small 1.0.0 is released already, with other rules" in output
    assert run("list", "../x")[0] == 2
