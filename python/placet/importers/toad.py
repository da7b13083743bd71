"""Cards of toad: the fitted `ScoreCard`, its rules at full precision, or what `export()` wrote.

The export says less than the fitted card: points are rounded to two decimals, and a comma within a category's name can
no longer be told from the one between two categories.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from placet.importers import numbers
from placet.importers.build import Reading, absent, add, bundle_name, finish, unseen
from placet.importers.frame import as_float, csv_rows, is_missing, json_of, points_of, text_of
from placet.importers.model import Bin, Card, CardImportError, Interval, Numbers, Words

_EMPTY, _ELSE = "nan", "else"
_NUMBER = r"-?\d+(?:.\d+)?"
# What toad itself can read back; `1e-05` is none of it.
_READABLE = re.compile(rf"\[(?:-inf|{_NUMBER})\s*[~-]\s*(?:inf|{_NUMBER})\)")

Groups = list[tuple[str, list[str] | None, str]]
"""The label, the words of the group if it is one of words, and the points."""


def from_toad(
    card: object,
    *,
    name: str = "scorecard",
    combiner: object = None,
    reading: Reading = "package",
    reasons: str | None = None,
) -> Card:
    """Reads a card of toad.

    Args:
        card: a fitted `toad.ScoreCard` (read from its `rules`, at full precision), these rules, or the map that
            `export()` gives.
        name: the bundle's name.
        combiner: the fitted `toad.transform.Combiner`, or its `export()`: with it the names of categories that hold a
            comma are whole again, as they were to the fitted card.
        reading: `package` scores as toad does with this card; `stated` as the card says.
        reasons: the form of reason codes, such as `C{n}` or `C_{name}`.

    Raises:
        CardImportError: it is no card of toad, or one that toad itself cannot read.
    """
    return _read(card, name, "a toad card", combiner, reading, reasons)


def from_file(
    path: Path,
    *,
    name: str | None = None,
    combiner: Path | None = None,
    reading: Reading = "package",
    reasons: str | None = None,
) -> Card:
    """Reads what `export(to_json=…)` wrote, or the table of `export(to_frame=True)` as CSV."""
    source: object
    if path.suffix.lower() == ".csv":
        table: dict[str, dict[str, str]] = {}
        for row in csv_rows(text_of(path)):
            if not {"name", "value", "score"} <= row.keys():
                raise CardImportError(f"{path}: a card of toad has the columns `name`, `value` and `score`")
            table.setdefault(row["name"], {})[row["value"]] = row["score"]
        source = table
    else:
        source = json_of(path)
    groups = None if combiner is None else json_of(combiner)
    return _read(source, name or bundle_name(path.name), f"{path.name} (toad)", groups, reading, reasons)


def _read(
    source: object, name: str, told: str, combiner: object, reading: Reading, reasons: str | None
) -> Card:
    rules = getattr(source, "rules", None)
    parts: Any = rules if isinstance(rules, Mapping) else source
    if not isinstance(parts, Mapping) or not parts:
        raise CardImportError(
            "a card of toad is a ScoreCard, its rules, or the map of maps that `export()` gives"
        )
    export = getattr(combiner, "export", None)
    groups: Any = export() if callable(export) else combiner
    card = Card(name, told, arithmetic="float")
    rounded = False
    for title, part in parts.items():
        if not isinstance(part, Mapping):
            raise CardImportError(f"{title}: a characteristic is a map of bins to points")
        if "bins" in part and "scores" in part:
            _fitted(card, str(title), part, reading)
        else:
            rounded = True
            _exported(card, str(title), part, groups, reading)
    if rounded:
        card.warn(
            "card",
            "rounding",
            "`export()` rounds points to 2 decimals: the scores are those of the reloaded card, not of the fitted one; "
            "the fitted ScoreCard, or its `rules`, has them all",
        )
    card.decide("card", "base", "toad spreads the base over the characteristics: everybody begins with 0")
    return finish(card, reasons)


def _fitted(card: Card, title: str, rule: Mapping[str, Any], reading: Reading) -> None:
    """A characteristic as the fitted card has it: edges or groups, and unrounded points."""
    if not all(
        isinstance(rule[key], Iterable) and not isinstance(rule[key], str) for key in ("bins", "scores")
    ):
        raise CardImportError(f"{title}: `bins` and `scores` are lists")
    edges, scores = list(rule["bins"]), [points_of(score, title) for score in rule["scores"]]
    if any(
        isinstance(edge, (list, tuple, str)) or (hasattr(edge, "tolist") and not _is_number(edge))
        for edge in edges
    ):
        if not all(isinstance(edge, str) or hasattr(edge, "__iter__") for edge in edges):
            raise CardImportError(f"{title}: groups of words and numbers stand among each other")
        words = [[edge] if isinstance(edge, str) else [str(word) for word in edge] for edge in edges]
        if len(words) != len(scores):
            raise CardImportError(f"{title}: {len(words)} groups and {len(scores)} points")
        groups: Groups = [
            (",".join(group), group, points) for group, points in zip(words, scores, strict=True)
        ]
        _words(card, title, groups, reading)
        return
    empty = [edge for edge in edges if is_missing(edge)]
    inner = [as_float(edge, title) for edge in edges if not is_missing(edge)]
    ranges = numbers.splits(inner)
    if len(ranges) + len(empty) != len(scores):
        raise CardImportError(f"{title}: {len(inner)} edges and {len(scores)} points do not fit together")
    bins = [Bin(Numbers((part,)), points) for part, points in zip(ranges, scores, strict=False)]
    _numbers(card, title, bins, scores[-1] if empty else None, reading)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) or not hasattr(value, "__len__")


def _exported(card: Card, title: str, part: Mapping[str, Any], groups: Any, reading: Reading) -> None:  # noqa: ANN401
    labels = [(str(label), points_of(points, f"{title}, {label}")) for label, points in part.items()]
    if not labels:
        raise CardImportError(f"{title}: the characteristic has no bins")
    ranges = [(label, numbers.interval(label)) for label, _ in labels if label != _EMPTY]
    if not any(found for _, found in ranges):
        known = groups.get(title) if isinstance(groups, Mapping) else None
        _words(card, title, _groups(card, title, labels, known), reading)
        return
    for number, (label, found) in enumerate(ranges):
        if found is None:
            raise CardImportError(f"{title}: `{label}` stands among ranges and is none")
        if not _READABLE.match(label) and reading == "package":
            fate = "takes the characteristic for text" if number == 0 else "fails with an AttributeError"
            raise CardImportError(
                f"{title}: toad cannot read `{label}` back and {fate}; read the card as it is stated, or hand over "
                "the fitted ScoreCard"
            )
    _numeric_keys_first(title, labels, reading)
    found_ranges = dict(ranges)
    bins = [Bin(Numbers((found,)), points) for label, points in labels if (found := found_ranges.get(label))]
    gaps = numbers.check_line(title, [part for bin_ in bins for part in _intervals(bin_)])
    if gaps:
        raise CardImportError(f"{title}: no bin holds {gaps[0].low} to {gaps[0].high}, where toad fails")
    _numbers(card, title, bins, dict(labels).get(_EMPTY), reading)


def _numeric_keys_first(title: str, labels: list[tuple[str, str]], reading: Reading) -> None:
    if labels[0][0] == _EMPTY and reading == "package":
        raise CardImportError(
            f"{title}: toad decides by the first key, `{_EMPTY}`, that this is text; put the ranges first"
        )


def _intervals(bin_: Bin) -> tuple[Interval, ...]:
    return bin_.holds.intervals if isinstance(bin_.holds, Numbers) else ()


def _numbers(card: Card, title: str, bins: list[Bin], empty: str | None, reading: Reading) -> None:
    card.decide(title, "edges", "bins hold their lower edge and not the upper one, as `[a ~ b)` says")
    if empty is not None:
        bins.append(Bin(Numbers((), null=True), empty))
    elif reading == "package":
        index = next(
            number for number, bin_ in enumerate(bins) if any(p.holds(-1.0) for p in _intervals(bin_))
        )
        bins[index] = Bin(Numbers(_intervals(bins[index]), null=True), bins[index].points)
        card.warn(
            title, "missing", f"the card has no key `{_EMPTY}`: toad scores a missing value as the number -1"
        )
    else:
        absent(card, title, bins, reading, "0", "")
    add(card, title, bins)


def _groups(card: Card, title: str, labels: list[tuple[str, str]], known: object) -> Groups:
    """The words of each label: from the combiner where it is given, else split at commas as toad does."""
    names: dict[str, list[str]] = {}
    if isinstance(known, Iterable) and not isinstance(known, (str, Mapping)):
        for group in known:
            if isinstance(group, (list, tuple)):
                names[",".join(map(str, group))] = [str(word) for word in group]
    groups: Groups = []
    for label, points in labels:
        words = names.get(label)
        if words is None:
            words = label.split(",")
            if len(words) > 1:
                suspect = [word for word in words if word != word.strip() or not word]
                odd = f"; `{suspect[0]}` does not look like a whole name" if suspect else ""
                card.warn(
                    title,
                    "comma",
                    f"`{label}` is split at its commas, as toad reads it back: a name that holds a comma is lost{odd}; "
                    "the combiner, or the fitted ScoreCard, has the whole names",
                )
        groups.append((label, words, points))
    return groups


def _words(card: Card, title: str, groups: Groups, reading: Reading) -> None:
    """Later groups win; `else` takes what no earlier group has taken."""
    owner: dict[str, int] = {}
    rest: int | None = None
    for number, (label, words, _) in enumerate(groups):
        if label == _ELSE:
            rest = number
            continue
        for word in words or ():
            if owner.get(word, number) != number:
                card.warn(
                    title, "twice", f"`{word}` stands in two groups: the later one counts, as toad has it"
                )
            owner[word] = number
    lowest = min((points for _, _, points in groups), key=float)
    bins: list[Bin] = []
    for number, (_, _, points) in enumerate(groups):
        words = [word for word, of in owner.items() if of == number]
        null = _EMPTY in words
        if words:
            bins.append(Bin(Words(tuple(words), null=null), points))
        if len(words) > 1:
            card.decide(title, "merged", "one bin holds: " + " | ".join(words))
    else_points = None if rest is None else groups[rest][2]
    if _EMPTY not in owner:
        why = "toad takes it for the word `nan`, which no group has"
        absent(card, title, bins, reading, else_points or lowest, f"{why}: {else_points or lowest} points")
    else:
        card.decide(title, "missing", "a missing value is toad's category `nan`")
    if else_points is not None:
        bins.append(Bin(Words((), rest=True), else_points))
        card.decide(title, "unseen", f"the group `{_ELSE}` takes every other word: {else_points} points")
    else:
        unseen(card, title, bins, reading, lowest, "toad gives it the lowest of the characteristic")
    add(card, title, bins)
