"""Nothing is lost: what comes out is read again and holds the texts, keys, order and comments of what went in."""

from collections import Counter

from placet.bundle.csv import read_csv
from placet.bundle.format.sheets import filled
from placet.bundle.format.yaml_nodes import take_apart
from placet.bundle.shapes import Sheet, Tree
from placet.bundle.yaml import read_yaml


def same_yaml(before: str, after: str, order: tuple[str, ...]) -> bool:
    """Whether two YAML texts say the same and have the same comments; the outermost keys in `order` may have moved."""
    trees = read_yaml(before, 0)[0], read_yaml(after, 0)[0]
    if trees[0] is None or trees[1] is None:
        return False
    shapes = [_ordered(_shape(tree), order) for tree in trees if tree is not None]
    comments = [
        Counter(each.text for each in take_apart(text).remarks if each.text) for text in (before, after)
    ]
    return shapes[0] == shapes[1] and comments[0] == comments[1]


def same_csv(before: Sheet, after: str, *, card: bool) -> bool:
    """Whether a CSV text has the cells of a sheet; in a scorecard a blank cell is what the one above it says."""
    sheet, findings = read_csv(after, 0)
    if sheet is None or findings:
        return False
    columns = [filled(each) if card else each[2] for each in (before, sheet)]
    return before[1] == sheet[1] and columns[0] == columns[1] and sheet[4] == ","


def _shape(tree: Tree) -> object:
    """A tree without its places."""
    if tree[0] == "s":
        return tree[1]
    if tree[0] == "l":
        return [_shape(item) for item in tree[1]]
    return {"map": [(key[1], _shape(value)) for key, value in tree[1]]}


def _ordered(shape: object, order: tuple[str, ...]) -> object:
    if not isinstance(shape, dict):
        return shape
    known = [pair for pair in shape["map"] if pair[0] in order]
    others = [pair for pair in shape["map"] if pair[0] not in order]
    return sorted(known, key=lambda pair: order.index(pair[0])), others
