use crate::feel::builtins::{Repeat, Sort, all, call, find, names};
use crate::value::{ContextValue, Value};

#[test]
fn rows_of_one_name_stand_together() {
    let names = names();
    for name in &names {
        assert_eq!(names.iter().filter(|other| *other == name).count(), 1, "{name}");
        assert!(find(name).count() >= 1);
    }
}

#[test]
fn rows_are_well_formed() {
    for row in all() {
        let optional: Vec<bool> = row.params.iter().map(|param| param.optional).collect();
        assert!(optional.is_sorted(), "{}: the optional parameters are the last", row.name);
        assert!(row.doc.ends_with('.') && !row.doc.contains(". "), "{}: one sentence", row.name);
        let last = row.params.last().expect("every function takes something");
        match row.repeat {
            Repeat::No => {}
            Repeat::Items => assert!(matches!(last.sort, Sort::List(_)), "{}", row.name),
            Repeat::Rest => assert!(!last.optional, "{}", row.name),
        }
    }
}

#[test]
fn no_row_fails_on_any_kind_of_argument() {
    let samples =
        ["null", "true", "-1", "3.5", "'a", "2024-02-29", "10:00:00", "P1D", "P1Y", "[]", "[1,'a]", "[1..2]"];
    let samples = samples.iter().map(|text| super::v(text));
    let samples: Vec<Value> = samples.chain([context(), vec![context(), context()].into()]).collect();
    for row in all() {
        for count in 0..=row.params.len() + 1 {
            for first in &samples {
                for other in &samples {
                    let mut args = vec![other.clone(); count];
                    if let Some(place) = args.first_mut() {
                        *place = first.clone();
                    }
                    if row.call(&args).is_null() {
                        assert_ne!(row.why_not(&args), "");
                    }
                    let _ = (row.run)(&args);
                }
            }
        }
    }
}

fn context() -> Value {
    ContextValue::new(vec![("a".into(), true.into())]).into()
}

#[test]
fn what_is_always_something_is_never_null() {
    use crate::feel::builtins::Total;
    let sample = |sort: Sort| match sort {
        Sort::Any | Sort::Element | Sort::Ordered | Sort::Number => super::v("2"),
        Sort::Boolean => super::v("true"),
        Sort::Text => super::v("'a"),
        Sort::Date => super::v("2024-02-29"),
        Sort::Time => super::v("10:00:00"),
        Sort::DateTime | Sort::Temporal => super::v("2024-02-29T10:00:00"),
        Sort::DaysDuration | Sort::Duration => super::v("-P1D"),
        Sort::MonthsDuration => super::v("-P1Y"),
        Sort::List(Sort::Boolean) => super::v("[false]"),
        Sort::List(Sort::Text) => super::v("['a]"),
        Sort::List(Sort::Context) => vec![context()].into(),
        Sort::List(_) => super::v("[1,2]"),
        Sort::Range => super::v("[1..2]"),
        Sort::Context => context(),
        Sort::Function => Value::Null,
    };
    for row in all().filter(|row| row.total != Total::No) {
        let args: Vec<Value> = row.params.iter().map(|param| sample(param.sort)).collect();
        assert_ne!(row.call(&args), Value::Null, "{}", row.name);
    }
}

#[test]
fn wrong_calls_are_null() {
    assert_eq!(call("no such function", &[]), Value::Null);
    assert_eq!(find("no such function").count(), 0);
    super::check(&[
        ("floor", "1.5, 1, 2", "null"),
        ("floor", "", "null"),
        ("floor", "'a", "null"),
        ("sqrt", "P4D", "null"),
        ("modulo", "4", "null"),
        ("sum", "", "null"),
        ("contains", "'a, 1", "null"),
    ]);
}

#[test]
fn a_list_of_one_stands_for_its_item_and_the_reverse() {
    super::check(&[
        ("upper case", "['b]", "'B"),
        ("upper case", "['b,'c]", "null"),
        ("count", "3", "1"),
        ("sum", "3", "3"),
        ("list contains", "3, 3", "true"),
    ]);
}
