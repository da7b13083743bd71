//! One row of the table of built-in functions, and how it is called.
use super::sort::Sort;
use crate::feel::general::Exhausted;
use crate::value::Value;

/// One built-in function, or one of the ways to call it.
#[derive(Debug)]
pub struct Builtin {
    /// Its name, words with one space between.
    pub name: &'static str,
    /// Its parameters; the optional ones are the last.
    pub params: &'static [Param],
    /// Whether the last parameter takes several arguments.
    pub repeat: Repeat,
    /// What it gives.
    pub result: Sort,
    /// When it is never null.
    pub total: Total,
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// How a spreadsheet says it, where it has the same thing, in terms of the parameters.
    pub excel: Option<&'static str>,
    /// The function itself. It takes arguments as [`Builtin::call`] has arranged them: one for each parameter, the
    /// optional ones possibly absent, and the arguments of a parameter that repeats as one list.
    pub run: fn(&[Value]) -> Value,
    /// In its place, where it has to call functions that are given to it.
    pub calls: Option<Calls>,
}

/// A function that calls functions.
pub type Calls = fn(&[Value], &mut dyn Caller) -> Result<Value, Exhausted>;

/// Who can call function values.
pub trait Caller {
    /// The value of a call; null where it is none.
    ///
    /// # Errors
    /// When the run is exhausted.
    fn call(&mut self, function: &Value, arguments: Vec<Value>) -> Result<Value, Exhausted>;

    /// Takes so many steps.
    ///
    /// # Errors
    /// When there are none left.
    fn take(&mut self, steps: usize) -> Result<(), Exhausted>;
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name, as named arguments use it.
    pub name: &'static str,
    /// What it takes.
    pub sort: Sort,
    /// Whether it can be left out.
    pub optional: bool,
}

/// Whether the last parameter takes several arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// It takes one.
    No,
    /// Its sort is a list; the items may be given as arguments instead: `sum(1, 2)` is `sum([1, 2])`.
    Items,
    /// Each further argument is of its sort, even a list: `append(xs, 1, 2)`, `union(xs, ys)`.
    Rest,
}

/// When the result is known not to be null, given arguments of the right sorts without null, also within lists.
/// Left aside are numbers beyond the range of the number type, and times of which only some have a zone: these have no
/// order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Always.
    Always,
    /// If the list is not empty.
    NonEmpty,
    /// It depends on the values.
    No,
}

impl Builtin {
    /// Whether it can be called with so many arguments.
    #[must_use]
    pub fn accepts(&self, count: usize) -> bool {
        let required = self.params.iter().filter(|param| !param.optional).count();
        count >= required && (self.repeat != Repeat::No || count <= self.params.len())
    }

    /// The sort that the argument at `index` of `count` must have, if there is such an argument.
    #[must_use]
    pub fn sort_of(&self, index: usize, count: usize) -> Option<Sort> {
        let last = self.params.len().checked_sub(1)?;
        let sort = self.params.get(index.min(last))?.sort;
        match (self.repeat, sort) {
            (Repeat::No, sort) => (index <= last).then_some(sort),
            (Repeat::Items, Sort::List(item)) if index >= last && count > self.params.len() => Some(*item),
            (Repeat::Items | Repeat::Rest, sort) => Some(sort),
        }
    }

    /// Whether the arguments have the right number and sorts.
    #[must_use]
    pub fn fits(&self, args: &[Value]) -> bool {
        let admits = |(index, arg)| self.sort_of(index, args.len()).is_some_and(|sort| sort.admits(arg));
        self.accepts(args.len()) && args.iter().enumerate().all(admits)
    }

    /// Calls it; null where the arguments do not fit.
    #[must_use]
    pub fn call(&self, args: &[Value]) -> Value {
        if self.fits(args) { self.call_fitting(args) } else { Value::Null }
    }

    /// Calls it with arguments that fit.
    #[must_use]
    pub fn call_fitting(&self, args: &[Value]) -> Value {
        let scalar = |(param, arg): (&Param, &Value)| {
            !matches!(param.sort, Sort::List(_))
                && (!matches!(arg, Value::List(_)) || matches!(param.sort, Sort::Any))
        };
        if self.repeat == Repeat::No && self.params.iter().zip(args).all(scalar) {
            return (self.run)(args);
        }
        (self.run)(&self.arranged(args))
    }

    /// The arguments as the function takes them: a value as the list of it, repeated ones as one list.
    #[must_use]
    pub fn arranged(&self, args: &[Value]) -> Vec<Value> {
        let coerced = args.iter().enumerate().filter_map(|(index, arg)| {
            let sort = self.sort_of(index, args.len())?;
            Some(sort.coerce(arg))
        });
        let mut coerced: Vec<Value> = coerced.collect();
        let packed = match self.repeat {
            Repeat::No => false,
            Repeat::Items => args.len() > self.params.len(),
            Repeat::Rest => true,
        };
        if packed {
            let repeated = coerced.split_off(self.params.len().saturating_sub(1).min(coerced.len()));
            coerced.push(repeated.into());
        }
        coerced
    }

    /// How it is called, for messages: `` `round up(n: number, scale?: number)` ``.
    #[must_use]
    pub fn signature(&self) -> String {
        let params = self
            .params
            .iter()
            .map(|param| format!("{}{}: {}", param.name, if param.optional { "?" } else { "" }, param.sort));
        format!("`{}({})`", self.name, params.collect::<Vec<_>>().join(", "))
    }
}

/// A table of rows: `"name"("required": Sort; "optional": Sort) Repeat -> Sort, Total, excel, doc, function;`
macro_rules! builtins {
    ($($name:literal ($($p:literal : $s:expr),* $(; $($o:literal : $t:expr),*)?) $($repeat:ident)? -> $result:expr,
        $total:ident, $excel:expr, $doc:literal, $run:expr;)*) => {
        pub(super) const TABLE: &[$crate::feel::builtins::Builtin] = &[$($crate::feel::builtins::Builtin {
            name: $name,
            params: &[
                $($crate::feel::builtins::Param { name: $p, sort: $s, optional: false },)*
                $($($crate::feel::builtins::Param { name: $o, sort: $t, optional: true },)*)?
            ],
            repeat: $crate::feel::builtins::builtin::builtins!(@repeat $($repeat)?),
            result: $result,
            total: $crate::feel::builtins::Total::$total,
            doc: $doc,
            excel: $excel,
            run: $run,
            calls: None,
        },)*];
    };
    (@repeat) => { $crate::feel::builtins::Repeat::No };
    (@repeat $repeat:ident) => { $crate::feel::builtins::Repeat::$repeat };
}
pub(super) use builtins;
