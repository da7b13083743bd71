//! Functions of dates: their place in week and year, and the whole months between two of them.
use super::Sort::{MonthsDuration, Number, Temporal, Text};
use super::arguments::date;
use super::builtin::builtins;
use crate::value::{self, Date, Value};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

builtins! {
    "day of week"("date": Temporal) -> Text, Always, Some("TEXT(date, \"dddd\")"),
        "The English name of the day, such as `Monday`.",
        |args| date(args, 0).and_then(|date| word(&DAYS, date.weekday())).into();
    "day of year"("date": Temporal) -> Number, Always, Some("date - DATE(YEAR(date), 1, 0)"),
        "The day of the year, from 1 to 366.", |args| part(args, Date::day_of_year);
    "month of year"("date": Temporal) -> Text, Always, Some("TEXT(date, \"mmmm\")"),
        "The English name of the month, such as `January`.",
        |args| date(args, 0).and_then(|date| word(&MONTHS, date.month().into())).into();
    "week of year"("date": Temporal) -> Number, Always, Some("ISOWEEKNUM(date)"),
        "The ISO 8601 week, from 1 to 53.", |args| part(args, Date::iso_week);
    "years and months duration"("from": Temporal, "to": Temporal) -> MonthsDuration, Always,
        Some("DATEDIF(from, to, \"m\")"),
        "The whole months between two dates, so that `.years` is an age; from 29 February a year is whole on 1 March.",
        |args| whole_months(args).into();
}

fn part(args: &[Value], part: fn(Date) -> i64) -> Value {
    date(args, 0).map(|date| value::Number::from_i64(part(date))).into()
}

fn word(words: &[&'static str], position: i64) -> Option<&'static str> {
    words.get(usize::try_from(position.checked_sub(1)?).ok()?).copied()
}

fn whole_months(args: &[Value]) -> Option<value::MonthsDuration> {
    Some(value::MonthsDuration::new(date(args, 0)?.months_until(date(args, 1)?)))
}
