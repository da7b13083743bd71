//! The expected values are what Python's `zoneinfo` says.
use crate::value::{DateTime, DaysDuration, Time, Zone};

fn at(text: &str) -> DateTime {
    DateTime::parse(text).expect(text)
}

fn later(start: &str, by: &str) -> DateTime {
    at(start).add_duration(DaysDuration::parse(by).expect(by)).expect(start)
}

#[test]
fn offsets_depend_on_the_moment() {
    let cases = [
        ("2024-01-01T10:00:00@Europe/Paris", 3600),
        ("2024-07-01T10:00:00@Europe/Paris", 7200),
        ("2024-01-01T10:00:00@Asia/Dhaka", 21_600),
        ("2009-07-01T10:00:00@Asia/Dhaka", 25_200),
        ("2024-01-01T10:00:00@Australia/Melbourne", 39_600),
        ("2024-07-01T10:00:00@Australia/Melbourne", 36_000),
        ("2024-07-01T10:00:00@America/St_Johns", -9_000),
        ("1890-01-01T10:00:00@Europe/Paris", 561),
        ("2024-07-01T10:00:00@Etc/GMT+5", -18_000),
        ("2030-07-01T10:00:00@Europe/Paris", 7200),
        // Skipped and shown twice.
        ("2024-03-31T02:30:00@Europe/Paris", 3600),
        ("2024-10-27T02:30:00@Europe/Paris", 7200),
    ];
    for (text, offset) in cases {
        assert_eq!(at(text).offset(), Some(offset), "{text}");
    }
    assert_eq!(at("2024-01-01T10:00:00").offset(), None);
}

#[test]
fn far_years_follow_the_calendar() {
    let cases = [
        ("999999999-07-01T10:00:00@Europe/Paris", 7200),
        ("999999999-12-31T23:59:59@Europe/Paris", 3600),
        ("9999-12-31T23:59:59@Australia/Melbourne", 39_600),
        ("10001-01-01T00:00:00@Pacific/Kiritimati", 50_400),
        ("-999999999-01-01T00:00:00@Europe/Paris", 561),
        ("-10000-06-01T00:00:00@Australia/Melbourne", 34_792),
        ("-9999-01-01T00:00:00@Pacific/Kiritimati", -37_760),
    ];
    for (text, offset) in cases {
        assert_eq!(at(text).offset(), Some(offset), "{text}");
        assert_eq!(later(text, "PT0S"), at(text), "there and back");
    }
}

#[test]
fn durations_are_of_moments() {
    let cases = [
        ("2024-03-31T01:30:00@Europe/Paris", "PT1H", "2024-03-31T03:30:00@Europe/Paris"),
        ("2024-03-30T12:00:00@Europe/Paris", "P1D", "2024-03-31T13:00:00@Europe/Paris"),
        ("2024-10-27T12:00:00@Europe/Paris", "-P1D", "2024-10-26T13:00:00@Europe/Paris"),
        ("2021-01-01T10:10:10@Australia/Melbourne", "-P1D", "2020-12-31T10:10:10@Australia/Melbourne"),
        ("-2021-01-01T10:10:10@Australia/Melbourne", "-P1D", "-2022-12-31T10:10:10@Australia/Melbourne"),
    ];
    for (start, by, end) in cases {
        assert_eq!(later(start, by).to_string(), end, "{start} {by}");
    }
    // What the clocks show twice is two moments.
    let (first, second) =
        (at("2024-10-27T02:30:00@Europe/Paris"), later("2024-10-27T02:30:00@Europe/Paris", "PT1H"));
    assert_eq!(second.to_string(), first.to_string());
    assert_eq!(second.since(first), DaysDuration::parse("PT1H"));
    assert_eq!((first.is_second(), second.is_second()), (false, true));
    assert_eq!(first.second(), second);
    assert_eq!(
        later("2024-10-27T03:30:00@Europe/Paris", "PT0S").second().to_string(),
        "2024-10-27T03:30:00@Europe/Paris"
    );
    assert!(!at("2024-10-27T03:30:00@Europe/Paris").second().is_second());
    assert_eq!(
        later("2024-10-27T02:30:00@Europe/Paris", "PT2H").to_string(),
        "2024-10-27T03:30:00@Europe/Paris"
    );
}

#[test]
fn moments_of_different_zones_are_compared() {
    use std::cmp::Ordering::{Equal, Less};
    let order = |a: &str, b: &str| at(a).compare(at(b));
    assert_eq!(order("2018-10-08T00:00:00+02:00", "2018-10-08T00:00:00@Europe/Paris"), Some(Equal));
    assert_eq!(
        order("2002-04-02T12:00:00@Australia/Melbourne", "2002-04-02T12:00:00@Australia/Sydney"),
        Some(Equal)
    );
    assert_eq!(order("2024-07-01T12:00:00@Asia/Dhaka", "2024-07-01T12:00:00@Europe/Paris"), Some(Less));
    let gap = at("2021-01-02T10:10:10@Europe/Paris").since(at("1995-01-01T10:10:10@Asia/Dhaka"));
    assert_eq!(gap, DaysDuration::parse("P9498DT5H"));
}

#[test]
fn times_without_a_date_are_told_by_standard_time() {
    let offset = |name: &str| Zone::named(name).map(Zone::offset);
    assert_eq!(offset("Europe/Paris"), Some(3600));
    assert_eq!(offset("Europe/London"), Some(0));
    assert_eq!(offset("Europe/Dublin"), Some(0));
    assert_eq!(offset("Australia/Melbourne"), Some(36_000));
    let time = |text: &str| Time::parse(text).expect(text);
    assert_eq!(
        time("10:00:00@Asia/Dhaka").since(time("10:00:00@Europe/Paris")),
        DaysDuration::parse("-PT5H")
    );
    assert_eq!(time("10:30:11@Australia/Melbourne").to_string(), "10:30:11@Australia/Melbourne");
}

#[test]
fn names_are_known_letter_for_letter() {
    for name in [
        "Etc/UTC",
        "UTC",
        "GMT",
        "Etc/GMT",
        "America/Argentina/Buenos_Aires",
        "Asia/Calcutta",
        "Asia/Kolkata",
    ] {
        assert_eq!(Zone::named(name).and_then(Zone::name), Some(name));
    }
    for name in ["europe/paris", "Mars/Olympus", "", "Paris", "Europe/Paris "] {
        assert_eq!(Zone::named(name), None, "{name}");
    }
}

/// Readings near changes of the clocks, and places in the calendar, as Python has them.
#[test]
fn python_agrees() {
    const VECTORS: &str = include_str!("../../../../tests/cases/time/vectors.csv");
    for line in VECTORS.lines() {
        let agrees = match *line.split(',').collect::<Vec<_>>() {
            ["offset", reading, zone, seconds] => {
                at(&format!("{reading}@{zone}")).offset() == Some(seconds.parse().unwrap())
            }
            ["add", start, zone, seconds, end] => {
                let by = DaysDuration::from_seconds(seconds.parse().unwrap());
                let moved = at(&format!("{start}@{zone}")).add_duration(by).unwrap();
                let back = by.checked_neg().and_then(|by| moved.add_duration(by));
                moved.to_string() == format!("{end}@{zone}")
                    && back.and_then(|it| it.since(at(&format!("{start}@{zone}"))))
                        == Some(DaysDuration::ZERO)
            }
            ["place", date, weekday, day, week] => {
                let date = crate::value::Date::parse(date).unwrap();
                [weekday, day, week]
                    == [date.weekday(), date.day_of_year(), date.iso_week()].map(|it| it.to_string())
            }
            _ => false,
        };
        assert!(agrees, "{line}");
    }
}
