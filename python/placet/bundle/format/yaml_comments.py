"""Which line each comment belongs to.

One behind a value stays behind it. One on a line of its own goes with what follows, unless it stands deeper than that:
then it is the last line of the block that it stands in, as a rule that is commented out.
"""

from bisect import bisect_right
from collections.abc import Iterator

from placet.bundle.format.yaml_nodes import Collection, Document, Entry, Node, Remark, Scalar, inline


def attach(document: Document) -> list[str]:
    """Hands every remark to the entry or the block that it goes with; those that remain stand at the end."""
    return _Attaching(document.root).attach(document.remarks)


def _lines(node: Node) -> Iterator[Entry]:
    """The entries that get lines of their own, in the order of the text."""
    waiting: list[Entry | Node] = [] if inline(node) else [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Entry):
            yield item
            item = item.value
        if isinstance(item, Collection) and not inline(item):
            waiting.extend(reversed(item.entries))


def _around(entry: Entry | None) -> Iterator[Collection]:
    """The collections around an entry, the innermost first."""
    while entry is not None:
        yield entry.owner
        entry = entry.owner.holder


class _Attaching:
    def __init__(self, root: Node | None) -> None:
        self.entries: list[Entry] = [] if root is None else list(_lines(root))
        self.starts = [entry.start for entry in self.entries]
        self.last: list[str] = []
        self.root = root

    def attach(self, remarks: list[Remark]) -> list[str]:
        gaps: dict[int, list[Remark]] = {}
        for remark in remarks:
            gaps.setdefault(bisect_right(self.starts, remark.start), []).append(remark)
        for number, gap in gaps.items():
            before = self.entries[number - 1] if number else None
            after = self.entries[number] if number < len(self.entries) else None
            self.gap(gap, before, after)
        return self.last

    def gap(self, remarks: list[Remark], before: Entry | None, after: Entry | None) -> None:
        """The remarks between the beginnings of two entries."""
        following = set(_around(after))
        closed = [around for around in _around(before) if around not in following]
        blank = False
        done = 0
        """The blocks that cannot be gone back to: a less deep comment has ended them."""
        for remark in remarks:
            if remark.text and not remark.own_line and (line := _line_of(remark, before)) is not None:
                line.trail.append(remark.text)
                continue
            if before is not None and inline(before.value) and remark.start < before.value.end:
                before.lead.extend(filter(None, [remark.text]))
                continue
            if not remark.text:
                blank = True
                continue
            if done == 0 and _is_under(remark, before):
                assert before is not None  # noqa: S101
                before.under.extend([""] * (blank and before.under != []) + [remark.text])
                blank = False
                continue
            done = _first_open(closed, done, remark, after)
            target = closed[done].tail if done < len(closed) else self.following(after)
            target.extend([""] * blank + [remark.text])
            blank = False
        if blank and after is not None:
            after.lead.append("")

    def following(self, after: Entry | None) -> list[str]:
        if after is not None:
            return after.lead
        if isinstance(self.root, Collection) and not inline(self.root):
            return self.root.tail
        return self.last


def _is_under(remark: Remark, before: Entry | None) -> bool:
    """Whether a comment stands where the lines of an empty value would: as a block of which all is commented out."""
    if before is None or before.owner.flow or not isinstance(before.value, Scalar) or before.value.raw:
        return False
    return remark.own_line and remark.column > before.owner.column


def _first_open(closed: list[Collection], done: int, remark: Remark, after: Entry | None) -> int:
    """The number of the block that a comment is the last line of; that of none where it goes with what follows."""
    floor = -1 if after is None else after.owner.column
    flowing = after is not None and after.owner.flow
    for number in range(done, len(closed)):
        block = closed[number]
        if block.flow:
            fits = remark.start < block.end
        else:
            fits = not flowing and floor < remark.column and block.column <= remark.column
        if fits:
            return number
    return len(closed)


def _line_of(remark: Remark, before: Entry | None) -> Entry | None:
    """The entry behind which a comment stands, on a line that is printed."""
    if before is None:
        return None
    value = before.value
    touched = set() if before.key is None else {before.key.line, before.key.end_line}
    if inline(value):
        touched.update((value.line, value.end_line))
        if isinstance(value, Scalar) and value.style in ("|", ">"):
            touched = {value.line}
    elif isinstance(value, Collection) and value.flow:
        touched.add(value.line)
    if remark.line in touched:
        return before
    brackets = (around for around in _around(before) if around.flow and around.end <= remark.start)
    return next((around.holder for around in brackets if around.end_line == remark.line), None)
