//! Why a call has no value, in a few words for whoever explains a null.
use std::borrow::Cow;

use super::Sort;
use super::arguments::{any, context, list, number, text};
use super::builtin::Builtin;
use super::pattern;
use crate::feel::general::describe;
use crate::value::{Number, Value, Zone};

impl Builtin {
    /// Why a call with these arguments, in the order of the parameters, is null: `the 2nd argument must be a number, not a
    /// string`, `the divisor is 0`. Lower case, no final period.
    #[must_use]
    pub fn why_not(&self, args: &[Value]) -> String {
        self.miscounted(args)
            .or_else(|| self.misfit(args))
            .or_else(|| self.particular(args).map(Cow::into_owned))
            .or_else(|| self.null(args))
            .or_else(|| self.bad_item(args))
            .or_else(|| {
                args.iter()
                    .position(Value::is_null)
                    .map(|index| format!("the {} argument is null", ordinal(index)))
            })
            .unwrap_or_else(|| "the function has none for these arguments".to_owned())
    }

    fn miscounted(&self, args: &[Value]) -> Option<String> {
        (!self.accepts(args.len())).then(|| {
            let count = if args.len() == 1 { "one is".to_owned() } else { format!("{} are", args.len()) };
            format!("{count} given, and it takes {}", self.counts())
        })
    }

    /// `1 argument`, `1 to 2 arguments`, `2 or more arguments`
    fn counts(&self) -> String {
        let required = self.params.iter().filter(|param| !param.optional).count();
        let most = self.params.len();
        let plural = if most == 1 { "" } else { "s" };
        match self.repeat {
            super::Repeat::No if required == most => format!("{required} argument{plural}"),
            super::Repeat::No => format!("{required} to {most} arguments"),
            super::Repeat::Items | super::Repeat::Rest => format!("{required} or more arguments"),
        }
    }

    /// The first argument of another kind than the parameter.
    fn misfit(&self, args: &[Value]) -> Option<String> {
        args.iter().enumerate().find_map(|(index, arg)| {
            let sort = self.sort_of(index, args.len())?;
            (!sort.admits(arg)).then(|| {
                format!("the {} argument must be {}, not {}", ordinal(index), noun(sort), describe::kind(arg))
            })
        })
    }

    /// What the function itself has to say.
    fn particular(&self, args: &[Value]) -> Option<Cow<'static, str>> {
        if let Some(fault) = pattern::fault(self.name, args) {
            return Some(fault.to_string().into());
        }
        let first = || number(args, 0);
        let reason = match self.name {
            "modulo" if number(args, 1).is_some_and(Number::is_zero) => "the divisor is 0",
            "sqrt" if first()? < Number::ZERO => "a negative number has no square root",
            "log" if first()? <= Number::ZERO => "only a number above 0 has a logarithm",
            "exp" if first().is_some() => "the result is too large",
            "decimal" | "floor" | "ceiling" | "round up" | "round down" | "round half up"
            | "round half down" => {
                first().zip(number(args, 1))?;
                "the scale must lie between -6111 and 6176"
            }
            "substring" => return no_place(text(args, 0)?.chars().count(), args, "characters"),
            "sublist" | "insert before" | "remove" | "list replace" => {
                return no_place(list(args, 0)?.len(), args, "items");
            }
            "number" | "date" | "time" | "date and time" | "duration" | "range" => return self.unread(args),
            "not" => "only `true` and `false` have an opposite",
            "stddev" => "it takes two numbers or more",
            "context" => {
                "each entry needs a `key` that is a string, and a `value`, and no key may stand twice"
            }
            "get value" => {
                let (m, key) = (context(args, 0)?, text(args, 1)?);
                let what = if m.get(key).is_some() { "the entry is null:" } else { "there is no entry" };
                return Some(format!("{what} `{key}`").into());
            }
            _ => return None,
        };
        // An argument that is null, or an item, is the better reason.
        let whole = self.null(args).is_none() && self.bad_item(args).is_none();
        whole.then_some(reason.into())
    }

    /// A text that does not show what is wanted, or parts that make none.
    fn unread(&self, args: &[Value]) -> Option<Cow<'static, str>> {
        let example = match self.name {
            "number" => "`1,000.50` with `,` and `.` as separators",
            "date" => "`2024-02-29`",
            "time" => "`10:30:00`, `10:30:00+01:00` or `10:30:00@Europe/Paris`",
            "date and time" => "`2024-02-29T10:30:00`",
            "duration" => "`P1DT2H` or `P2Y3M`",
            _ => "`[18..65)`",
        };
        match (text(args, 0), args.len()) {
            (Some(from), _) => {
                if let Some((_, zone)) = from.split_once('@').filter(|(_, zone)| Zone::named(zone).is_none())
                {
                    return Some(format!("there is no time zone `{}`", short(zone)).into());
                }
                Some(format!("`{}` does not show a {} such as {example}", short(from), self.name).into())
            }
            (None, 3 | 4) if self.null(args).is_none() => {
                Some(format!("there is no such {}", self.name).into())
            }
            _ => None,
        }
    }

    fn null(&self, args: &[Value]) -> Option<String> {
        let missing = |(index, arg): &(usize, &Value)| {
            arg.is_null() && self.params.get(*index).is_none_or(|param| !param.optional)
        };
        let (index, _) = args.iter().enumerate().find(missing)?;
        Some(if args.len() == 1 {
            "its argument is null".to_owned()
        } else {
            format!("the {} argument is null", ordinal(index))
        })
    }

    /// An empty list, or an item that is null or of another kind.
    fn bad_item(&self, args: &[Value]) -> Option<String> {
        self.params.iter().enumerate().find_map(|(index, param)| {
            let Sort::List(wanted) = param.sort else { return None };
            let items = match any(args, index) {
                Value::List(items) => &**items,
                Value::Null => return None,
                _ if args.len() > self.params.len() => args.get(index..)?,
                _ => args.get(index..=index)?,
            };
            let bad = items.iter().position(|item| item.is_null() || !wanted.admits(item));
            match bad.and_then(|place| Some((place, items.get(place)?))) {
                _ if items.is_empty() => Some("the list is empty".to_owned()),
                Some((place, Value::Null)) => Some(format!("the {} item is null", ordinal(place))),
                Some((place, item)) => Some(format!(
                    "the {} item must be {}, not {}",
                    ordinal(place),
                    noun(*wanted),
                    describe::kind(item)
                )),
                None if *wanted == Sort::Ordered => Some("the items cannot be compared".to_owned()),
                None => None,
            }
        })
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn no_place(count: usize, args: &[Value], what: &str) -> Option<Cow<'static, str>> {
    let position = number(args, 1)?;
    let place = super::position(any(args, 1), count);
    Some(match place {
        None => format!("there is no position {position} in {count} {what}").into(),
        Some(_) => "the length must be 1 or more".into(),
    })
}

/// `1st`, `2nd`, `11th`
fn ordinal(index: usize) -> String {
    let place = index + 1;
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{place}{ending}")
}

fn noun(sort: Sort) -> Cow<'static, str> {
    match sort {
        Sort::Any | Sort::Element => "anything".into(),
        Sort::Ordered => "a number, a string, a date, a time or a duration".into(),
        Sort::List(item) => format!("a list of {}", noun(*item)).into(),
        sort => format!("a {sort}").into(),
    }
}
