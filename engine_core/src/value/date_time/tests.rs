use std::cmp::Ordering;

use super::DateTime;
use crate::value::DaysDuration;

fn at(text: &str) -> DateTime {
    DateTime::parse(text).expect(text)
}

fn days(text: &str) -> DaysDuration {
    DaysDuration::parse(text).expect(text)
}

#[test]
fn text_in_and_out() {
    let same = [
        "2017-12-31T11:22:33.345",
        "2017-12-31T11:22:33.456+01:35",
        "-2017-12-31T11:22:33.456+01:35",
        "-99999-12-31T11:22:33",
        "-999999999-12-31T23:59:59.999999999+02:00",
        "2011-12-31T10:15:30@Etc/UTC",
    ];
    for text in same {
        assert_eq!(at(text).to_string(), text);
    }
    assert_eq!(at("2021-01-01T24:00:00").to_string(), "2021-01-02T00:00:00");
}

#[test]
fn only_strict_text_is_read() {
    let refused = [
        "",
        "2017-12-31",
        "2011-12-0310:15:30",
        "2011-12-03T10:15:30+01:00@Etc/UTC",
        "9999999999-12-27T11:22:33",
        "2017-13-10T11:22:33",
        "01211-12-31T11:22:33",
        "+99999-12-01T11:22:33",
        "2017-12-31T25:00:00",
        "2017-12-31T24:00:00.1",
        "2017-12-31T07:1:00",
        "2017-12-31T7:20",
        "2012-12-25T",
        "999999999-12-31T24:00:00",
    ];
    for text in refused {
        assert_eq!(DateTime::parse(text), None, "{text}");
    }
}

#[test]
fn durations_are_added_by_the_clock() {
    let cases = [
        ("2021-01-01T10:10:10", "P1D", "2021-01-02T10:10:10"),
        ("2021-01-01T10:10:10", "-PT1H", "2021-01-01T09:10:10"),
        ("2021-01-01T24:00:00", "-PT1S", "2021-01-01T23:59:59"),
        ("-2021-01-01T10:10:10+11:00", "-P1D", "-2022-12-31T10:10:10+11:00"),
        ("2021-01-02T00:00:00", "-PT1H", "2021-01-01T23:00:00"),
    ];
    for (start, by, end) in cases {
        assert_eq!(at(start).add_duration(days(by)), Some(at(end)), "{start} {by}");
    }
    assert_eq!(at("999999999-12-31T23:59:59").add_duration(days("PT1S")), None);
    assert_eq!(at("2024-01-31T08:00:00Z").add_months(1), Some(at("2024-02-29T08:00:00Z")));
}

#[test]
fn differences_need_two_zones_or_none() {
    assert_eq!(at("2021-01-02T10:10:10").since(at("2021-01-01T10:10:10")), Some(days("P1D")));
    assert_eq!(at("2021-01-02T10:10:10+01:00").since(at("2021-01-01T00:00:00Z")), Some(days("P1DT9H10M10S")));
    assert_eq!(at("2021-01-02T00:00:00Z").since(at("2021-01-01T10:10:10+11:00")), Some(days("P1DT49M50S")));
    assert_eq!(at("2021-01-02T00:00:00Z").since(at("2021-01-01T10:10:10")), None);
    let (first, last) = (at("-999999999-01-01T00:00:00"), at("999999999-12-31T23:59:59"));
    assert!(last.since(first).is_some());
}

#[test]
fn order_is_of_moments_in_whole_seconds() {
    let equal = [
        ("2002-04-02T23:00:00-04:00", "2002-04-03T02:00:00-01:00"),
        ("2018-12-08T00:00:00.0001", "2018-12-08T00:00:00.0000"),
        ("2018-12-08T00:00:00+00:00", "2018-12-08T00:00:00@Etc/UTC"),
    ];
    for (left, right) in equal {
        assert_eq!(at(left).compare(at(right)), Some(Ordering::Equal), "{left} {right}");
    }
    assert_eq!(at("2018-12-08T00:00:00").compare(at("2018-12-07T23:59:59")), Some(Ordering::Greater));
    assert_eq!(at("2018-12-08T00:00:00").compare(at("2018-12-08T00:00:00Z")), None);
}
