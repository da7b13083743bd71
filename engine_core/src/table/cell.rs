//! A table cell: the words that only tables know, and FEEL's unary tests for the rest.

use rustc_hash::FxHashMap;

use super::Written;
use crate::diagnostic::Code;
use crate::document::place_of;
use crate::domain::{Lane, Set, interval, interval_of, missing};
use crate::feel::ast::{CompareOp, Expr, ExprKind, Span, Test, TestKind, UnaryTests};
use crate::feel::infer::{Asked, Checker};
use crate::feel::typed::{Typed, TypedTest};
use crate::feel::types::Kind;
use crate::feel::{Names, parse_unary_tests, print_unary_tests};
use crate::source::Scalar;
use crate::value::{Date, Value};

/// What a cell asks of its input.
#[derive(Clone, Debug)]
pub enum CellForm {
    /// Nothing: anything passes, null too.
    Any,
    /// All the rest, null not included.
    Otherwise,
    /// A missing value: of this cause, or of every cause that the column does not name.
    Missing(Option<u8>),
    /// Any of these tests; where negated, none of them, null not included.
    Tests(Box<[ConstantTest]>, bool),
}

/// A test against constants. It takes a tenth of what its typed tree does, which counts in a table of 100,000 rows.
#[derive(Clone, Debug)]
pub enum ConstantTest {
    /// `< 5`
    Compare(CompareOp, Value),
    /// Equal to the value; in the list, where the value is a list.
    Equal(Value),
    /// Within the range; an end that is absent is open, the flag says whether it is included.
    Range(Box<[Option<(Value, bool)>; 2]>),
}

/// What a cell says, wherever in its column it stands.
#[derive(Clone, Debug)]
pub struct CellTest {
    /// What it asks.
    pub form: CellForm,
    /// As the author wrote it.
    pub text: Box<str>,
    /// In one form for all ways of writing the same, where it is written in another.
    canonical: Option<Box<str>>,
}

/// Reads the cells of a column that tests `input`, those that say the same once: what each says, and for each cell the number of what
/// it says; `None` where it cannot be read, which is reported.
pub fn read(
    cells: Written<'_>,
    input: &Typed,
    checker: &mut Checker<'_>,
) -> (Vec<CellTest>, Vec<Option<u32>>) {
    let mut known: FxHashMap<&str, u32> = FxHashMap::default();
    let mut tests = Vec::new();
    let numbers = cells.texts().enumerate().map(|(row, text)| {
        if let Some(number) = known.get(text) {
            return Some(*number);
        }
        let said = checker.findings.count();
        let test = read_one(&cells.cell(row)?, input, checker)?;
        let number = u32::try_from(tests.len()).ok()?;
        tests.push(test);
        // What is said of one cell is said of its like too.
        if checker.findings.count() == said {
            known.insert(text, number);
        }
        Some(number)
    });
    let numbers = numbers.collect();
    (tests, numbers)
}

fn read_one(cell: &Scalar, input: &Typed, checker: &mut Checker<'_>) -> Option<CellTest> {
    let text = cell.text.trim();
    let made = |form, canonical: &str| Some(CellTest::new(form, text, canonical));
    match text {
        "" | "-" => return made(CellForm::Any, "-"),
        "otherwise" => return made(CellForm::Otherwise, text),
        "null" => return made(CellForm::Missing(None), text),
        _ => {}
    }
    if let Some(cause) = text.strip_prefix("missing(").and_then(|rest| rest.strip_suffix(')')) {
        let Some(index) = checker.schema.cause(cause.trim()) else {
            let message = format!("nothing declares the cause of absence `{}`", cause.trim());
            checker.findings.add(
                Code::UnknownWord,
                cell.place,
                message,
                format!("the causes are {}", checker.schema.causes.join(", ")),
            );
            return None;
        };
        return made(CellForm::Missing(Some(index)), &format!("missing({})", cause.trim()));
    }
    if text.contains('?') && text.contains("(?") && !text.starts_with('"') {
        let message = "a cell cannot hold a condition on `?`";
        let help = "name the column by the condition, such as `starts with(town, \"62\")`, and write `true` and `false` below it";
        checker.findings.add(Code::NotInLanguage, cell.place, message, help);
        return None;
    }
    let tests = match &input.ty.kind {
        Kind::Text(_) | Kind::Boolean => words_as_tests(text),
        Kind::Date => parse(&dates_as_literals(text), cell, true, checker)?,
        _ => parse(text, cell, false, checker)?,
    };
    let canonical = print_unary_tests(&tests);
    let (tests, negated) = match &tests {
        UnaryTests::Any => return made(CellForm::Any, "-"),
        UnaryTests::OneOf(tests) => (tests, false),
        UnaryTests::NoneOf(tests) => (tests, true),
    };
    let exact = !matches!(input.ty.kind, Kind::Date);
    let place = |span: Span| if exact { place_of(cell, span) } else { cell.place };
    let typed: Vec<Option<TypedTest>> =
        tests.iter().map(|test| checker.test(input, test, &place, Asked::Value)).collect();
    let typed: Vec<TypedTest> = typed.into_iter().collect::<Option<_>>()?;
    let Some(constants) = typed.iter().map(constant).collect() else {
        checker.findings.add(
            Code::NotInLanguage,
            cell.place,
            "a cell tests its input against constants",
            "derive a value in a `derive` stage, and test that",
        );
        return None;
    };
    Some(CellTest::new(CellForm::Tests(constants, negated), text, &canonical))
}

fn parse(text: &str, cell: &Scalar, moved: bool, checker: &mut Checker<'_>) -> Option<UnaryTests> {
    match parse_unary_tests(text, &Names::default()) {
        Ok(tests) => Some(tests),
        Err(error) => {
            let place = if moved { cell.place } else { place_of(cell, error.span) };
            checker.findings.add(error.code, place, error.message, error.help.unwrap_or_default());
            None
        }
    }
}

/// The test, if what it compares with is constant.
fn constant(test: &TypedTest) -> Option<ConstantTest> {
    let end = |end: &Option<(Typed, bool)>| match end {
        Some((typed, included)) => typed.constant().map(|value| Some((value.clone(), *included))),
        None => Some(None),
    };
    Some(match test {
        TypedTest::Compare(op, operand) => ConstantTest::Compare(*op, operand.constant()?.clone()),
        TypedTest::Equal(operand) => ConstantTest::Equal(operand.constant()?.clone()),
        TypedTest::Range(low, high) => ConstantTest::Range(Box::new([end(low)?, end(high)?])),
    })
}

/// The parts of a cell between commas, without quotes: text, and where it stands in the cell, in characters.
pub fn split_words(text: &str) -> Vec<(String, usize, usize)> {
    let mut words = Vec::new();
    let (mut word, mut start, mut length, mut quoted, mut was_quoted) = (String::new(), 0, 0, false, false);
    let mut letters = text.chars().enumerate().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' if quoted && letters.peek().is_some_and(|(_, next)| *next == '"') => {
                letters.next();
                word.push('"');
            }
            '"' if quoted || word.trim().is_empty() => {
                quoted = !quoted;
                if quoted {
                    word.clear();
                }
                was_quoted = true;
            }
            ',' if !quoted => {
                words.push((if was_quoted { word.clone() } else { word.trim().to_owned() }, start, length));
                (word, start, length, was_quoted) = (String::new(), at + 1, 0, false);
                continue;
            }
            _ if was_quoted && !quoted && letter == ' ' => {}
            _ => word.push(letter),
        }
        if length == 0 && letter == ' ' {
            start += 1;
        } else {
            length += 1;
        }
    }
    words.push((if was_quoted { word } else { word.trim().to_owned() }, start, length.max(1)));
    words
}

/// Bare words of an enumeration, truth values and texts in quotes, perhaps within `not(…)`.
fn words_as_tests(text: &str) -> UnaryTests {
    let inner = text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')'));
    let lead = if inner.is_some() { 4 } else { 0 };
    let tests = split_words(inner.unwrap_or(text)).into_iter().map(|(word, start, length)| {
        let start = u32::try_from(start + lead).unwrap_or(0);
        let span = Span { start, end: start + u32::try_from(length).unwrap_or(1) };
        let quoted = text.chars().nth(usize::try_from(start).unwrap_or(0)) == Some('"');
        let kind = match word.as_str() {
            "true" | "TRUE" if !quoted => ExprKind::Boolean(true),
            "false" | "FALSE" if !quoted => ExprKind::Boolean(false),
            "null" if !quoted => ExprKind::Null,
            _ => ExprKind::Text(word),
        };
        Test { kind: TestKind::Value(Expr { kind, span }), span }
    });
    let tests = tests.collect();
    if inner.is_some() { UnaryTests::NoneOf(tests) } else { UnaryTests::OneOf(tests) }
}

/// Writes bare dates as FEEL's literals: `2025-04-01` becomes `@"2025-04-01"`.
#[must_use]
pub fn dates_as_literals(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (mut written, mut at) = (String::new(), 0);
    while let Some(&letter) = letters.get(at) {
        let candidate: Option<String> = letters.get(at..at + 10).map(|part| part.iter().collect());
        let starts =
            at == 0 || letters.get(at - 1).is_none_or(|before| !before.is_alphanumeric() && *before != '"');
        match candidate.filter(|part| starts && Date::parse(part).is_some()) {
            Some(date) => {
                written.push_str(&format!("@\"{date}\""));
                at += 10;
            }
            None => {
                written.push(letter);
                at += 1;
            }
        }
    }
    written
}

impl CellTest {
    fn new(form: CellForm, text: &str, canonical: &str) -> Self {
        Self { form, text: text.into(), canonical: (text != canonical).then(|| canonical.into()) }
    }

    /// What it says, in one form for all ways of writing the same.
    #[must_use]
    pub fn canonical(&self) -> &str {
        self.canonical.as_ref().unwrap_or(&self.text)
    }

    /// The cells that pass. `named` are the causes that other cells of the column name; `Otherwise` is empty here.
    #[must_use]
    pub fn set(&self, lane: &Lane, named: &[u8]) -> Set {
        match &self.form {
            CellForm::Any => Set::all(),
            CellForm::Otherwise => Set::empty(),
            CellForm::Missing(Some(cause)) => Set::point(missing(*cause)),
            CellForm::Missing(None) => null_set(named),
            CellForm::Tests(tests, negated) => {
                let sets: Vec<Set> = tests.iter().map(|test| test_set(test, lane, named)).collect();
                let set = Set::union_of(&sets);
                if *negated { set.complement().minus(&Set::missing()) } else { set }
            }
        }
    }

    /// The numbers, texts and days that it compares with.
    pub fn constants(&self, visit: &mut impl FnMut(&Value)) {
        let CellForm::Tests(tests, _) = &self.form else { return };
        for test in tests {
            match test {
                ConstantTest::Compare(_, value) | ConstantTest::Equal(value) => match value {
                    Value::List(items) => items.iter().for_each(&mut *visit),
                    value => visit(value),
                },
                ConstantTest::Range(ends) => ends.iter().flatten().for_each(|(value, _)| visit(value)),
            }
        }
    }
}

fn null_set(named: &[u8]) -> Set {
    let named: Vec<Set> = named.iter().map(|&cause| Set::point(missing(cause))).collect();
    Set::missing().minus(&Set::union_of(&named))
}

fn test_set(test: &ConstantTest, lane: &Lane, named: &[u8]) -> Set {
    let from =
        |ends: Option<(i64, i64)>| ends.map_or_else(Set::empty, |(low, high)| Set::interval(low, high));
    let one = |op: CompareOp, value: &Value| match (op, value) {
        (CompareOp::Equal, Value::Null) => null_set(named),
        (CompareOp::NotEqual, Value::Null) => Set::missing().complement(),
        (CompareOp::NotEqual, value) => {
            from(interval_of(lane, CompareOp::Equal, value)).complement().minus(&Set::missing())
        }
        (op, value) => from(interval_of(lane, op, value)),
    };
    match test {
        ConstantTest::Compare(op, value) => one(*op, value),
        ConstantTest::Equal(Value::List(items)) => {
            Set::union_of(&items.iter().map(|item| one(CompareOp::Equal, item)).collect::<Vec<_>>())
        }
        ConstantTest::Equal(value) => one(CompareOp::Equal, value),
        ConstantTest::Range(ends) => {
            let [low, high] = &**ends;
            from(interval(lane, low.as_ref().map(|(v, i)| (v, *i)), high.as_ref().map(|(v, i)| (v, *i))))
        }
    }
}
