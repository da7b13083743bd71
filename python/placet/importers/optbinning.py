"""Cards of optbinning: the fitted `Scorecard`, an exact export, or its printed table with the binnings beside it.

The printed table shows edges with few digits, and neither special codes nor the intercept's points: what it lacks must
come from elsewhere, or is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from placet.importers import numbers
from placet.importers.build import Reading, add, bundle_name, finish
from placet.importers.frame import as_float, csv_rows, is_missing, json_of, points_of, records, text_of
from placet.importers.model import Bin, Card, CardImportError, Interval, Numbers, Words, number_text

_TOTALS = ("Special", "Missing")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


@dataclass
class _Part:
    """A variable: its bins, then a row for each special code (or one for all), then the one for missing values."""

    name: str
    splits: list[Any]
    numeric: bool
    points: list[str] = field(default_factory=list)


def from_optbinning(
    scorecard: object,
    *,
    name: str = "scorecard",
    reading: Reading = "package",
    reasons: str | None = None,
) -> Card:
    """Reads a card of optbinning.

    Args:
        scorecard: a fitted `optbinning.Scorecard`, or the map of an exact export: `variables`, each with `dtype`,
            `splits` and `points`, `special_codes`, and `intercept_points`.
        name: the bundle's name.
        reading: `package` scores as the library does; `stated` refuses words that no bin names.
        reasons: the form of reason codes, such as `C{n}` or `C_{name}`.

    Raises:
        CardImportError: it is no card of optbinning.
    """
    if isinstance(scorecard, Mapping):
        return _exact(scorecard, name, "an optbinning card", reading, reasons)
    return _live(scorecard, name, reading, reasons)


def from_file(
    path: Path,
    *,
    name: str | None = None,
    binning: Path | None = None,
    intercept: str | None = None,
    reading: Reading = "package",
    reasons: str | None = None,
) -> Card:
    """Reads an exact export (JSON), or the printed table of `Scorecard.table()` as CSV.

    Args:
        path: the file.
        name: the bundle's name; that of the file if it is not given.
        binning: a folder with the `to_json` of each variable's binning, whose edges have all their digits.
        intercept: the points of the intercept, which the table does not hold.
        reading: as for `from_optbinning`.
        reasons: as for `from_optbinning`.
    """
    told = f"{path.name} (optbinning)"
    called = name or bundle_name(path.name)
    if path.suffix.lower() == ".json":
        return _exact(json_of(path), called, told, reading, reasons)
    return _table(csv_rows(text_of(path)), called, told, binning, intercept, reading, reasons)


def _exact(source: Any, name: str, told: str, reading: Reading, reasons: str | None) -> Card:  # noqa: ANN401
    if not isinstance(source, Mapping) or not isinstance(source.get("variables"), Mapping):
        raise CardImportError(
            "an exact export is a map with `variables`, `special_codes` and `intercept_points`"
        )
    parts = []
    for title, spec in source["variables"].items():
        try:
            numeric = spec["dtype"] == "numerical"
            points = [points_of(value, title) for value in spec["points"]]
            parts.append(_Part(str(title), list(spec["splits"]), numeric, points))
        except (KeyError, TypeError):
            raise CardImportError(f"{title}: a variable has `dtype`, `splits` and `points`") from None
    intercept = points_of(source.get("intercept_points", 0), "intercept_points")
    return _card(parts, source.get("special_codes"), intercept, name, told, reading, reasons)


def _live(scorecard: Any, name: str, reading: Reading, reasons: str | None) -> Card:  # noqa: ANN401
    try:
        rows = records(scorecard.table(style="detailed"))
        process = scorecard.binning_process_
        intercept = points_of(getattr(scorecard, "intercept_", 0), "intercept_")
    except AttributeError as error:
        raise CardImportError(f"a fitted optbinning.Scorecard is needed: {error}") from None
    parts: dict[str, _Part] = {}
    special: Any = None
    for row in rows:
        title = str(row["Variable"])
        if title not in parts:
            binned = process.get_binned_variable(title)
            numeric = binned.dtype == "numerical"
            special = binned.special_codes if special is None else special
            parts[title] = _Part(title, [_listed(split) for split in binned.splits], numeric)
        parts[title].points.append(points_of(row["Points"], title))
    return _card(list(parts.values()), special, intercept, name, "an optbinning card", reading, reasons)


def _listed(split: Any) -> Any:  # noqa: ANN401
    tolist = getattr(split, "tolist", None)
    return tolist() if callable(tolist) else split


def _table(
    rows: list[dict[str, str]],
    name: str,
    told: str,
    binning: Path | None,
    intercept: str | None,
    reading: Reading,
    reasons: str | None,
) -> Card:
    """The printed table, whose edges are those of the binnings where these are given."""
    if not rows or not {"Variable", "Bin", "Points"} <= rows[0].keys():
        raise CardImportError(
            "the table of an optbinning card has the columns `Variable`, `Bin` and `Points`"
        )
    labels: dict[str, list[str]] = {}
    parts: dict[str, _Part] = {}
    for row in rows:
        title = row["Variable"]
        part = parts.setdefault(title, _Part(title, [], numeric=False))
        labels.setdefault(title, []).append(row["Bin"].strip())
        part.points.append(points_of(row["Points"], f"{title}, {row['Bin']}"))
    special: Any = None
    few: list[str] = []
    for title, part in parts.items():
        file = None if binning is None else binning / f"{title}.json"
        known = json_of(file) if file is not None and file.is_file() else None
        special = special if known is None else known.get("special_codes") or special
        _splits(part, labels[title], known, few)
    _need_codes(labels, special)
    card = _card(
        list(parts.values()),
        special,
        "0" if intercept is None else points_of(intercept, "the intercept"),
        name,
        told,
        reading,
        reasons,
    )
    for title in few:
        card.warn(
            title,
            "edges",
            "the table prints edges with few digits: applicants near one may be scored otherwise than by the library; "
            "`binning.to_json` has all digits",
        )
    if intercept is None:
        card.warn(
            "card", "intercept", "the table does not hold the intercept's points (`intercept_`): 0 here"
        )
    return card


def _splits(part: _Part, labels: list[str], known: Any, few: list[str]) -> None:  # noqa: ANN401
    printed = [(label, numbers.interval(label)) for label in labels]
    part.numeric = any(found for _, found in printed)
    if not part.numeric:
        part.splits = [_quoted(label) for label in labels if label.startswith("[")]
        return
    bins = [found for _, found in printed if found is not None]
    if known is not None:
        part.splits = [float(split) for split in known["splits"]]
        if len(part.splits) + 1 != len(bins):
            raise CardImportError(
                f"{part.name}: the binning has {len(part.splits)} edges, the table {len(bins)} bins"
            )
        return
    lost = next((label for label, found in printed if found is not None and found.low == found.high), None)
    if lost is not None:
        raise CardImportError(
            f"{part.name}: the table prints its edges with too few digits (`{lost}`); give the folder of the binnings' "
            "`to_json` files, or show more digits (`show_digits`)"
        )
    part.splits = [found.low for found in bins[1:]]
    few.append(part.name)


def _quoted(label: str) -> list[str]:
    """The words of numpy's printed array: `['a' 'b']`."""
    return [
        re.sub(r"\\(.)", r"\1", match[1] if match[1] is not None else match[2])
        for match in _QUOTED.finditer(label)
    ]


def _need_codes(labels: Mapping[str, Sequence[str]], special: object) -> None:
    for title, names in labels.items():
        rows = [label for label in names if numbers.interval(label) is None and not label.startswith("[")]
        named = [label for label in rows if label not in _TOTALS]
        if named and not isinstance(special, Mapping):
            raise CardImportError(
                f"{title}: the table names the special codes {', '.join(named)} and does not say what they are; "
                "give the folder of the binnings' `to_json` files"
            )


def _card(
    parts: list[_Part],
    special: Any,  # noqa: ANN401
    intercept: str,
    name: str,
    told: str,
    reading: Reading,
    reasons: str | None,
) -> Card:
    card = Card(name, told, start=intercept, arithmetic="float start last")
    named = isinstance(special, Mapping)
    codes = list(special.values() if named else special or ())
    card.decide("card", "base", f"the intercept's points are {intercept}, added last")
    for part in parts:
        bins = len(part.splits) + 1 if part.numeric else len(part.splits)
        rows = len(codes) if named else 1
        if len(part.points) != bins + rows + 1:
            raise CardImportError(
                f"{part.name}: {bins} bins, {rows} rows of special codes and one for missing values, but "
                f"{len(part.points)} points"
            )
        own = [part.points[bins + (number if named else 0)] for number in range(len(codes))]
        if part.numeric:
            _number_bins(card, part, list(zip(codes, own, strict=True)))
        else:
            _word_bins(card, part, reading)
    if codes:
        shown = ", ".join(number_text(as_float(code, "a special code")) for code in codes)
        card.decide(
            "card",
            "special code",
            f"the codes {shown} have bins of their own in every numeric characteristic",
        )
    return finish(card, reasons)


def _number_bins(card: Card, part: _Part, codes: list[tuple[Any, str]]) -> None:
    edges = [as_float(split, part.name) for split in part.splits]
    values = [as_float(code, f"{part.name}, a special code") for code, _ in codes]
    ranges: list[Interval] = numbers.splits(edges)
    bins = [
        Bin(Numbers(numbers.without([found], values)), points)
        for found, points in zip(ranges, part.points, strict=False)
    ]
    bins += [
        Bin(Numbers((numbers.point(value),)), points)
        for value, (_, points) in zip(values, codes, strict=True)
    ]
    bins.append(Bin(Numbers((), null=True), part.points[-1]))
    card.decide(part.name, "edges", "bins hold their lower edge and not the upper one, as `[a, b)` says")
    add(card, part.name, [bin_ for bin_ in bins if bin_.holds != Numbers(())])


def _word_bins(card: Card, part: _Part, reading: Reading) -> None:
    bins: list[Bin] = []
    for group, points in zip(part.splits, part.points, strict=False):
        if isinstance(group, str) or not hasattr(group, "__iter__"):
            raise CardImportError(
                f"{part.name}: the bins of a categorical variable are lists of words, not `{group}`"
            )
        words = [str(word) for word in group if not is_missing(word)]
        if not words:
            card.decide(part.name, "empty", f"a bin without words is left out ({points} points)")
            continue
        bins.append(Bin(Words(tuple(words)), points))
        if len(words) > 1:
            card.decide(part.name, "merged", "one bin holds: " + " | ".join(words))
    missing = part.points[-1]
    bins.append(Bin(Words((), null=True, rest=reading == "package"), missing))
    if reading == "package":
        card.warn(
            part.name,
            "unseen",
            f"a word that no bin names gets the points of `Missing`, {missing}, as in optbinning",
        )
    else:
        card.decide(part.name, "unseen", "a word that no bin names is refused: the fact is an enumeration")
    if any("" in group for group in part.splits):
        card.decide(part.name, "empty", "the empty text is a word like another")
    add(card, part.name, bins)
