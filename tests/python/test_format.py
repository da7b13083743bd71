"""The canonical layout loses nothing, and what is laid out stays as it is."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import assume, given, settings
from yaml_texts import authored

from placet.bundle import read_texts
from placet.bundle.format import format_file
from placet.bundle.format.yaml_nodes import take_apart
from placet.bundle.yaml import read_yaml


def plain(tree: Any) -> Any:
    if tree[0] == "s":
        return tree[1]
    if tree[0] == "l":
        return [plain(item) for item in tree[1]]
    return {key[1]: plain(value) for key, value in tree[1]}


def laid_out(text: str, name: str = "typical.yaml") -> str:
    files, findings = read_texts({name: text})
    assert [finding for finding in findings if finding.file is not None] == []
    formatted = format_file(files[0]).text
    assert formatted is not None, text
    return formatted


@settings(max_examples=400, deadline=None)
@given(authored())
def test_a_yaml_file_keeps_its_texts_its_order_and_its_comments(
    written: tuple[dict[str, Any], list[str], str],
) -> None:
    tree, comments, text = written
    root, findings = read_yaml(text, 0)
    # Not every text is what its writer meant: behind a block of text a deeper comment is text.
    assume(root is not None and not findings and plain(root) == tree)
    formatted = laid_out(text)
    again, _ = read_yaml(formatted, 0)
    assert again is not None
    assert list(plain(again).items()) == list(tree.items())
    found = Counter(each.text for each in take_apart(formatted).remarks if each.text)
    assert found == Counter(comments)
    assert laid_out(formatted) == formatted
