"""Writes tests/cases/time/vectors.csv: offsets, moments and places in the calendar, with Python as the oracle.

Run it after a change here: ``python tests/python/make_time_vectors.py``. Years before 1970 are left out, since builds
of the zone database differ there.
"""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONES = (
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Asia/Dhaka",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Melbourne",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
)
PATH = Path(__file__).parents[1] / "cases" / "time" / "vectors.csv"


def near_a_change(dice: random.Random, zone: ZoneInfo) -> datetime:
    """A reading within some hours of a change of the clocks, or any, if none is found.

    Args:
        dice: Where chance comes from.
        zone: The zone whose clocks are changed.

    Returns:
        A reading without a zone.
    """
    day = datetime(dice.randint(1970, 2023), dice.randint(1, 12), 1)
    for _ in range(200):
        after = day + timedelta(days=1)
        if day.replace(tzinfo=zone).utcoffset() != after.replace(tzinfo=zone).utcoffset():
            break
        day = after
    return day + timedelta(minutes=dice.randint(0, 40 * 60))


def lines() -> list[str]:
    """The vectors.

    Returns:
        ``offset,reading,zone,seconds``; ``add,reading,zone,seconds,reading``;
        ``place,date,weekday,day of the year,week``.
    """
    dice = random.Random(20240229)
    result = []
    for _ in range(400):
        name = dice.choice(ZONES)
        zone = ZoneInfo(name)
        start = near_a_change(dice, zone)
        offset = start.replace(tzinfo=zone).utcoffset()
        assert offset is not None
        result.append(f"offset,{start.isoformat()},{name},{int(offset.total_seconds())}")
        seconds = dice.choice((1, 60, 3600, 86_400)) * dice.randint(-40, 40)
        moment = start.replace(tzinfo=zone).astimezone(UTC) + timedelta(seconds=seconds)
        end = moment.astimezone(zone).replace(tzinfo=None)
        result.append(f"add,{start.isoformat()},{name},{seconds},{end.isoformat()}")
    for _ in range(300):
        day = date.fromordinal(dice.randint(1, date.max.toordinal()))
        result.append(f"place,{day},{day.isoweekday()},{day.timetuple().tm_yday},{day.isocalendar().week}")
    return result


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text("\n".join(lines()) + "\n")
