use std::cmp::Ordering;

use super::Time;
use crate::value::{DaysDuration, Zone};

fn time(text: &str) -> Time {
    Time::parse(text).expect(text)
}

fn days(text: &str) -> DaysDuration {
    DaysDuration::parse(text).expect(text)
}

#[test]
fn text_in_and_out() {
    let cases = [
        ("11:22:33.444", "11:22:33.444"),
        ("11:22:33.123456789", "11:22:33.123456789"),
        ("10:30:00.0001+05:00:01", "10:30:00.0001+05:00:01"),
        ("10:30:00.0000", "10:30:00"),
        ("23:59:00Z", "23:59:00Z"),
        ("13:20:00+02:00", "13:20:00+02:00"),
        ("11:59:45-02:45:55", "11:59:45-02:45:55"),
        ("11:22:33-00:00", "11:22:33Z"),
        ("11:22:33+00:00", "11:22:33Z"),
        ("00:01:00@Etc/UTC", "00:01:00@Etc/UTC"),
        ("10:00:00+18:00", "10:00:00+18:00"),
    ];
    for (text, shown) in cases {
        assert_eq!(time(text).to_string(), shown);
    }
}

#[test]
fn only_strict_text_is_read() {
    let refused = [
        "23:59:60",
        "24:00:00",
        "24:00:01",
        "24:01:00",
        "25:00:00",
        "00:60:00",
        "00:00:61",
        "7:00:00",
        "07:1:00",
        "07:01:2",
        "07:2",
        "07:20",
        "13:20:00@xyz/abc",
        "13:20:00@",
        "13:20:00+19:00",
        "13:20:00-18:00:01",
        "13:20:00+5:00",
        "13:20:00+02:00@Etc/UTC",
        "11:30:00T",
        "11:30:00.",
        "11:30:00.1234567890",
        "11:30:00z",
        "",
    ];
    for text in refused {
        assert_eq!(Time::parse(text), None, "{text}");
    }
}

#[test]
fn a_time_goes_round_the_clock() {
    let cases = [
        ("10:15:00", "PT1H", "11:15:00"),
        ("10:15:00+11:00", "P1D", "10:15:00+11:00"),
        ("23:30:00", "PT1H", "00:30:00"),
        ("00:00:00", "-PT0.5S", "23:59:59.5"),
        ("09:15:00@Etc/UTC", "-PT1H", "08:15:00@Etc/UTC"),
    ];
    for (start, by, end) in cases {
        assert_eq!(time(start).add_duration(days(by)), Some(time(end)), "{start} {by}");
    }
}

#[test]
fn differences_need_two_zones_or_none() {
    assert_eq!(time("10:10:10").since(time("09:10:10")), Some(days("PT1H")));
    assert_eq!(time("10:10:10+11:00").since(time("11:10:10+11:00")), Some(days("-PT1H")));
    assert_eq!(time("12:00:00-04:00").since(time("15:00:00-01:00")), Some(DaysDuration::ZERO));
    assert_eq!(time("10:10:10").since(time("09:10:10Z")), None);
}

#[test]
fn order_is_of_moments_in_whole_seconds() {
    assert_eq!(time("12:00:00-04:00").compare(time("15:00:00-01:00")), Some(Ordering::Equal));
    assert_eq!(time("10:00:00.9").compare(time("10:00:00.1")), Some(Ordering::Equal));
    assert_eq!(time("10:00:00").compare(time("10:00:01")), Some(Ordering::Less));
    assert_eq!(time("10:00:00").compare(time("10:00:00Z")), None);
    assert_ne!(time("12:00:00-04:00"), time("15:00:00-01:00"), "the form differs");
    assert_ne!(time("10:00:00@Etc/GMT"), time("10:00:00Z"), "the form differs");
}

#[test]
fn zones_have_offsets_and_names() {
    assert_eq!(Zone::from_offset(64_800).map(Zone::offset), Some(64_800));
    assert_eq!(Zone::from_offset(64_801), None);
    assert_eq!(Zone::named("Etc/UTC").and_then(Zone::name), Some("Etc/UTC"));
    assert_eq!(Zone::UTC.name(), None);
    assert_eq!(Zone::named("Mars/Olympus"), None);
}
