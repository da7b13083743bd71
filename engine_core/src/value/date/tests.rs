use super::Date;

fn date(text: &str) -> Date {
    Date::parse(text).expect(text)
}

#[test]
fn days_count_from_1970() {
    let known = [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-03-01", 11_017), // 30 years of 365 days, 7 leap days before 2000, and 31 + 29 days
        ("0000-03-01", -719_468),
        ("0001-01-01", -719_162),
        ("1582-10-15", -141_427), // the first Gregorian day: Julian day 2,299,161
    ];
    for (text, days) in known {
        assert_eq!(date(text).to_days(), days, "{text}");
        assert_eq!(Date::from_days(days), Some(date(text)), "{text}");
    }
}

#[test]
fn every_day_of_four_centuries_has_its_number() {
    let mut expected = date("1899-12-31");
    for days in date("1900-01-01").to_days()..=date("2300-01-01").to_days() {
        let day = Date::from_days(days).unwrap();
        assert!(day > expected, "{day} after {expected}");
        assert_eq!(day.to_days(), days);
        assert_eq!(
            day.day_of_year(),
            if day.year() == expected.year() { expected.day_of_year() + 1 } else { 1 }
        );
        expected = day;
    }
}

#[test]
fn the_range_ends_where_feel_says() {
    for text in ["999999999-12-31", "-999999999-01-01"] {
        assert_eq!(date(text).to_string(), text);
        assert_eq!(Date::from_days(date(text).to_days()), Some(date(text)));
    }
    assert_eq!(date("999999999-12-31").add_days(1), None);
    assert_eq!(date("-999999999-01-01").add_days(-1), None);
    assert_eq!(date("999999999-12-31").add_months(1), None);
    assert_eq!(Date::from_days(i64::MAX), None);
    assert_eq!(Date::from_days(i64::MIN), None);
    assert_eq!(date("2024-01-01").add_days(i64::MAX), None);
    assert_eq!(date("2024-01-01").add_months(i64::MIN), None);
    assert_eq!(Date::new(1_000_999_999, 12, 1), None);
}

#[test]
fn only_strict_text_is_read() {
    for text in ["2017-01-01", "-2017-01-01", "0000-02-29", "12017-01-01"] {
        assert_eq!(date(text).to_string(), text);
    }
    let refused = [
        "",
        "2012-12-25T",
        "2012/12/25",
        "9999999999-12-25",
        "2017-13-10",
        "2017-00-10",
        "2017-12-32",
        "2017-12-00",
        "01211-12-31",
        "+2012-12-02",
        "2012-1-02",
        "2012-12-2",
        "212-12-02",
        "2023-02-29",
        "1900-02-29",
        "-0000-01-01",
        " 2012-12-02",
        "２０１２-12-02",
    ];
    for text in refused {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn months_clamp_to_the_months_end() {
    let cases = [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2021-01-01", -1, "2020-12-01"),
        ("-2021-01-01", -1, "-2022-12-01"),
        ("0000-01-15", -1, "-0001-12-15"),
    ];
    for (from, months, to) in cases {
        assert_eq!(date(from).add_months(months), Some(date(to)), "{from} {months}");
    }
}

#[test]
fn ages_are_whole_years() {
    let cases = [
        ("2003-03-01", "2024-02-29", 20),
        ("2004-02-29", "2022-03-01", 18),
        ("2004-02-29", "2022-02-28", 17), // the rule for the leap day: not before 1 March
        ("2004-02-29", "2022-02-27", 17),
        ("2004-02-29", "2024-02-28", 19),
        ("2004-02-29", "2024-02-29", 20),
        ("2006-11-24", "2024-11-23", 17),
        ("2006-11-24", "2024-11-24", 18),
    ];
    for (born, on, years) in cases {
        assert_eq!(date(born).months_until(date(on)) / 12, years, "{born} {on}");
        assert_eq!(date(on).months_until(date(born)) / 12, -years, "{on} {born}");
    }
}

#[test]
fn whole_months_truncate_towards_zero() {
    let cases = [
        ("2013-08-24", "2011-12-22", -20),
        ("2015-01-21", "2016-01-21", 12),
        ("2016-01-01", "2016-01-01", 0),
        ("2011-12-22", "2013-08-24", 20),
        ("2024-01-31", "2024-02-29", 0),
        ("-2016-01-30", "-2017-02-28", -11),
        ("2017-09-05", "-2019-10-01", -48_431),
    ];
    for (from, to, months) in cases {
        assert_eq!(date(from).months_until(date(to)), months, "{from} {to}");
    }
}

#[test]
fn weekdays_and_iso_weeks() {
    // The examples of ISO 8601's year edges, and 2021-01-11, a Monday.
    let cases = [
        ("2021-01-11", 1, 2),
        ("2005-01-01", 6, 53),
        ("2005-12-31", 6, 52),
        ("2007-01-01", 1, 1),
        ("2008-12-29", 1, 1),
        ("2009-12-31", 4, 53),
        ("2010-01-03", 7, 53),
        ("2003-12-31", 3, 1),
        ("1970-01-01", 4, 1),
        ("2019-09-17", 2, 38),
    ];
    for (text, weekday, week) in cases {
        assert_eq!((date(text).weekday(), date(text).iso_week()), (weekday, week), "{text}");
    }
    assert_eq!(date("2019-09-17").day_of_year(), 260);
    assert_eq!(date("2020-12-31").day_of_year(), 366);
    assert!((1..=53).contains(&date("-999999999-01-01").iso_week()));
}
