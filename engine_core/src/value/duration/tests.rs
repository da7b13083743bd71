use super::{DaysDuration, MonthsDuration};

fn days(text: &str) -> DaysDuration {
    DaysDuration::parse(text).expect(text)
}

#[test]
fn days_are_shown_in_canonical_form() {
    let cases = [
        ("PT3M", "PT3M"),
        ("PT0.999S", "PT0.999S"),
        ("PT0.000S", "PT0S"),
        ("PT0.S", "PT0S"),
        ("P0D", "PT0S"),
        ("-P0D", "PT0S"),
        ("PT1000M", "PT16H40M"),
        ("PT24H", "P1D"),
        ("P2DT274M", "P2DT4H34M"),
        ("PT3600S", "PT1H"),
        ("P1DT2H3M4.1234S", "P1DT2H3M4.1234S"),
        ("-P1DT0.5S", "-P1DT0.5S"),
        ("P13DT2H14S", "P13DT2H14S"),
        ("PT999999999999S", "P11574074DT1H46M39S"),
    ];
    for (text, shown) in cases {
        assert_eq!(days(text).to_string(), shown, "{text}");
    }
}

#[test]
fn days_are_read_strictly() {
    let refused = [
        "",
        "P",
        "PT",
        "P1DT",
        "1D",
        "P1H",
        "P1S",
        "P1.5D",
        "PT1.5H",
        "PT1M1H",
        "PT1S1S",
        "P-1D",
        "P1Y",
        "P1M1D",
        "p1d",
        "PT1",
        "P1D ",
        "+P1D",
        "PT.5S",
        "PT0.1234567890S",
        "P9999999999999999999D",
        "P999999999999999999D",
    ];
    for text in refused {
        assert_eq!(DaysDuration::parse(text), None, "{text}");
    }
}

#[test]
fn parts_carry_the_sign() {
    let parts = |text: &str| {
        let d = days(text);
        (d.days(), d.hours(), d.minutes(), d.seconds())
    };
    assert_eq!(parts("P1DT2H3M4.9S"), (1, 2, 3, 4));
    assert_eq!(parts("-P1DT2H3M4.9S"), (-1, -2, -3, -4));
    assert_eq!(parts("-PT0.5S"), (0, 0, 0, 0));
}

#[test]
fn the_order_is_of_length() {
    assert!(days("-PT0.5S") < days("PT0S"));
    assert!(days("-PT0.5S") > days("-PT1S"));
    assert!(days("PT25H") > days("P1D"));
    assert_eq!(days("PT24H"), days("P1D"));
}

#[test]
fn sums_that_do_not_fit_are_none() {
    let most = DaysDuration::from_seconds(i64::MAX);
    assert_eq!(most.checked_add(days("PT1S")), None);
    assert_eq!(DaysDuration::from_seconds(i64::MIN).checked_neg(), None);
    assert_eq!(days("P1D").checked_sub(days("PT2H")), Some(days("PT22H")));
    assert_eq!(days("-PT0.5S").checked_neg(), Some(days("PT0.5S")));
}

#[test]
fn months_in_and_out() {
    let cases = [
        ("P1Y", "P1Y"),
        ("P0Y", "P0M"),
        ("-P1Y", "-P1Y"),
        ("P1Y27M", "P3Y3M"),
        ("-P100M", "-P8Y4M"),
        ("P999999999M", "P83333333Y3M"),
        ("P27M", "P2Y3M"),
    ];
    for (text, shown) in cases {
        assert_eq!(MonthsDuration::parse(text).expect(text).to_string(), shown);
    }
    for text in ["", "P", "1Y", "P1M1Y", "P1Y1Y", "P1D", "P1.5Y", "P1Y2", "P999999999999999999Y"] {
        assert_eq!(MonthsDuration::parse(text), None, "{text}");
    }
    let half = MonthsDuration::new(-27);
    assert_eq!((half.years(), half.months()), (-2, -3));
}
