"""Which files of a folder are read, and how bytes become text."""

from pathlib import Path

import pytest

from placet.bundle import bounds, read_folder, read_texts
from placet.bundle.text import NotTextError, decode


def write(folder: Path, **files: bytes) -> Path:
    for name, content in ({"bundle": b"bundle: x\n"} | files).items():
        (folder / (name if "." in name else f"{name}.yaml")).write_bytes(content)
    return folder


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, **{"z.csv": b"a\n1\n", "a.CSV": b"b\n2\n", "m.yml": b"k: v\n"})
    files, findings = read_folder(tmp_path)
    assert findings == []
    assert [(name, content and content[0]) for name, _, content in files] == [
        ("a.CSV", "t"),
        ("bundle.yaml", "m"),
        ("m.yml", "m"),
        ("z.csv", "t"),
    ]


def test_hidden_files_other_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, **{".hidden.csv": b"\xff", "~$book.xlsx": b"\xff", "README.md": b"\xff"})
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "more.csv").write_bytes(b"\xff")
    files, findings = read_folder(tmp_path)
    assert [name for name, _, _ in files] == ["bundle.yaml"]
    assert findings == []


def test_one_bad_file_does_not_hide_another(tmp_path: Path) -> None:
    write(tmp_path, **{"a.csv": "收入\n".encode("gbk"), "b.csv": b"x,y\n1\n", "c.yaml": b"a: @\n"})
    files, findings = read_folder(tmp_path)
    assert [(found.code, found.file) for found in findings] == [("E0101", 0), ("E0105", 1), ("E0102", 3)]
    assert [content is None for _, _, content in files] == [True, True, False, True]
    assert files[1][1] == "x,y\n1\n", "the text is there to show the line"


def test_a_link_within_the_folder_is_read_and_one_out_of_it_is_not(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.csv"
    (inside / "data").mkdir(parents=True)
    outside.write_bytes(b"a\n1\n")
    (inside / "data" / "t.csv").write_bytes(b"a\n1\n")
    write(inside)
    (inside / "a.csv").symlink_to(outside)
    (inside / "b.csv").symlink_to(inside / "data" / "t.csv")
    (inside / "c.csv").symlink_to(inside / "nowhere.csv")
    files, findings = read_folder(inside)
    assert [name for name, _, content in files if content] == ["b.csv", "bundle.yaml"]
    assert [(found.code, found.file) for found in findings] == [("E0101", 0), ("E0101", 3)]
    assert "out of the bundle" in findings[0].message


def test_no_folder_no_bundle_yaml_and_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [found[:2] for found in read_folder(tmp_path / "nowhere")[1]] == [("E0101", None)]
    (missing,) = read_folder(tmp_path)[1]
    assert missing[:2] == ("E0101", None)
    assert "`bundle.yaml`" in missing.message
    monkeypatch.setattr(bounds, "FILES", 1)
    write(tmp_path, **{"a.csv": b"a\n"})
    assert [found[:2] for found in read_folder(tmp_path)[1]] == [("E0108", None)]


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, **{"a.csv": b"a\n1\n" * 20, "b.csv": b"a\n1\n"})
    monkeypatch.setattr(bounds, "CSV_BYTES", 16)
    assert [(found.code, found.file) for found in read_folder(tmp_path)[1]] == [("E0108", 0)]
    monkeypatch.setattr(bounds, "FOLDER_BYTES", 13)
    assert [(found.code, found.file) for found in read_folder(tmp_path)[1]] == [("E0108", 0), ("E0108", 2)]


@pytest.mark.parametrize("name", ["t.csv", "t.yaml"])
@pytest.mark.parametrize(
    ("text", "line", "column", "character"),
    [
        ("a\n收\x1b[31m\n", 2, 2, "U+001B"),
        ("a\u2028b\n", 1, 2, "U+2028"),
        ("a\nb\ufeffc\n", 2, 2, "U+FEFF"),
        ("\x85a\n", 1, 1, "U+0085"),
    ],
)
def test_characters_that_cannot_be_seen(name: str, text: str, line: int, column: int, character: str) -> None:
    files, (found,) = read_texts({"bundle.yaml": "", name: text})
    assert found[:4] == ("E0101", 1, line, column)
    assert character in found.message
    assert files[1][1:] == (text, None)


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path) -> None:
    write(tmp_path)
    try:
        (tmp_path / "\udcff.csv").write_bytes(b"a\n1\n")
    except (OSError, UnicodeEncodeError):
        pytest.skip("the file system has no such names")
    assert "\\udcff.csv" in [name for name, _, _ in read_folder(tmp_path)[0]]


def test_texts_are_read_as_files_are(tmp_path: Path) -> None:
    texts = {"bundle.yaml": "bundle: 甲\n", "t.csv": "\ufeffa;b\r\n1;2\r\n"}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    assert read_texts(texts) == read_folder(tmp_path)


def test_a_bom_and_windows_line_ends_leave_no_trace() -> None:
    assert decode(b"\xef\xbb\xbfa,b\r\n1,2\r\n") == "a,b\n1,2\n"
    assert decode(b"a\r1\r") == "a\n1\n"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("a,b\n收入".encode("gbk"), 2, "not UTF-8"),
        ("a\tb\n".encode("utf-16"), 1, "UTF-16"),
        ("a\tb\n".encode("utf-16-le"), 1, "UTF-16"),
        ("a\tb\n".encode("utf-16-be"), 1, "UTF-16"),
        (b"PK\x03\x04\x14\x00", 1, "Excel workbook"),
        (b"PAR1\x15\x04\x15\x80", 1, "a Parquet table"),
        (b"ARROW1\0\0\xff\xff\xff\xff", 1, "an Arrow table"),
        (b"a,b\n1,\0\n", 2, "NUL"),
        (b"\xed\xa0\x80", 1, "not UTF-8"),
    ],
)
def test_another_encoding_gets_a_way_out(content: bytes, line: int, words: str) -> None:
    with pytest.raises(NotTextError) as caught:
        decode(content)
    assert caught.value.line == line
    assert words in caught.value.message
    assert "CSV UTF-8" in caught.value.help
