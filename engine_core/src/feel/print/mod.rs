//! Tree to canonical text: the fewest parentheses, one style of spaces, escapes and numbers.
//!
//! Texts of the same form print alike, and what is printed parses back to the same tree, given the same names. The
//! digest of a bundle is taken over it, so a change here changes digests.
mod forms;
mod literals;
#[cfg(test)]
mod tests;

use super::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, Range, Test, TestKind, UnaryTests};
use super::level::Level;

/// An expression as canonical text.
#[must_use]
pub fn print(expr: &Expr) -> String {
    let mut printer = Printer { text: String::new() };
    printer.expr(expr, Level::Or);
    printer.text
}

/// A table cell as canonical text.
#[must_use]
pub fn print_tests(tests: &UnaryTests) -> String {
    let mut printer = Printer { text: String::new() };
    match tests {
        UnaryTests::Any => printer.word("-"),
        UnaryTests::NoneOf(tests) => {
            printer.word("not(");
            printer.tests(tests);
            printer.word(")");
        }
        UnaryTests::OneOf(tests) => match tests.as_slice() {
            // Bare, it would read as the negation of tests.
            [Test { kind: TestKind::Value(value), .. }] if is_not(value) => printer.enclosed(value),
            _ => printer.tests(tests),
        },
    }
    printer.text
}

fn is_not(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call(callee, _) if matches!(&callee.kind, ExprKind::Name(name) if name == "not"))
}

struct Printer {
    text: String,
}

impl Printer {
    fn word(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// Prints an operand of something that binds at `level`, in parentheses if it binds less.
    fn expr(&mut self, expr: &Expr, level: Level) {
        if level_of(&expr.kind) < level { self.enclosed(expr) } else { self.bare(expr) }
    }

    fn enclosed(&mut self, expr: &Expr) {
        self.word("(");
        self.bare(expr);
        self.word(")");
    }

    fn separated<T>(&mut self, items: &[T], between: &str, print: impl Fn(&mut Self, &T)) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.word(between);
            }
            print(self, item);
        }
    }

    fn bare(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Null => self.word("null"),
            ExprKind::Boolean(true) => self.word("true"),
            ExprKind::Boolean(false) => self.word("false"),
            ExprKind::Number(number) => self.number(*number),
            ExprKind::Text(text) => self.quoted("", text),
            ExprKind::At(text) => self.quoted("@", text),
            ExprKind::Name(name) => self.word(name),
            ExprKind::Path(operand, name, _) => self.path(operand, name),
            ExprKind::Negate(operand) => self.prefixed("-", operand, Level::Sign),
            ExprKind::Arithmetic(op, left, right) => {
                let level = Level::of(*op);
                self.infix((left, level), arithmetic(*op), (right, level.tighter()));
            }
            ExprKind::Compare(op, left, right) => {
                self.infix((left, Level::Sum), comparison(*op), (right, Level::Sum));
            }
            ExprKind::And(parts) => {
                self.separated(parts, " and ", |to, part| to.expr(part, Level::Comparison))
            }
            ExprKind::Or(parts) => self.separated(parts, " or ", |to, part| to.expr(part, Level::And)),
            ExprKind::Between(value, low, high) => {
                self.infix((value, Level::Sum), "between", (low, Level::Sum));
                self.prefixed(" and ", high, Level::Sum);
            }
            ExprKind::In(value, tests) => self.membership(value, tests),
            ExprKind::If(condition, yes, no) => {
                self.prefixed("if ", condition, Level::Or);
                self.prefixed(" then ", yes, Level::Or);
                self.prefixed(" else ", no, Level::Or);
            }
            ExprKind::Call(callee, arguments) => self.call(callee, arguments),
            ExprKind::List(items) => self.list(items),
            ExprKind::Range(range) => self.range(range),
            ExprKind::Points(op, end) => self.open_range(*op, end),
            ExprKind::Context(entries) => self.context(entries),
            ExprKind::Filter(operand, condition) => self.filter(operand, condition),
            ExprKind::For(iterations, body) => self.iterating("for ", iterations, " return ", body),
            ExprKind::Some(iterations, body) => self.iterating("some ", iterations, " satisfies ", body),
            ExprKind::Every(iterations, body) => self.iterating("every ", iterations, " satisfies ", body),
            ExprKind::Function(parameters, body) => self.function(parameters, ") ", body),
            ExprKind::External(parameters, body) => self.function(parameters, ") external ", body),
            ExprKind::InstanceOf(operand, ty) => self.instance(operand, ty),
        }
    }

    fn prefixed(&mut self, word: &str, operand: &Expr, level: Level) {
        self.word(word);
        self.expr(operand, level);
    }

    fn infix(&mut self, (left, left_level): (&Expr, Level), op: &str, (right, right_level): (&Expr, Level)) {
        self.expr(left, left_level);
        self.word(" ");
        self.word(op);
        self.word(" ");
        self.expr(right, right_level);
    }

    fn membership(&mut self, value: &Expr, tests: &[Test]) {
        self.expr(value, Level::Sum);
        self.word(" in ");
        match tests {
            [Test { kind: TestKind::Value(value), .. }] => self.expr(value, Level::Sum),
            [test] => self.test(test),
            _ => {
                self.word("(");
                self.tests(tests);
                self.word(")");
            }
        }
    }

    fn tests(&mut self, tests: &[Test]) {
        self.separated(tests, ", ", Self::test);
    }

    fn test(&mut self, test: &Test) {
        match &test.kind {
            TestKind::Value(value) => self.expr(value, Level::Or),
            TestKind::Compare(op, end) => self.compared(*op, end),
        }
    }

    fn compared(&mut self, op: CompareOp, end: &Expr) {
        self.word(comparison(op));
        self.word(" ");
        self.expr(end, Level::Sum);
    }

    fn open_range(&mut self, op: CompareOp, end: &Expr) {
        self.word("(");
        self.compared(op, end);
        self.word(")");
    }

    fn range(&mut self, range: &Range) {
        match (&range.low, &range.high) {
            (Some((low, low_included)), Some((high, high_included))) => {
                self.word(if *low_included { "[" } else { "(" });
                self.expr(low, Level::Sum);
                self.word("..");
                self.expr(high, Level::Sum);
                self.word(if *high_included { "]" } else { ")" });
            }
            (Some((low, true)), None) => self.open_range(CompareOp::GreaterOrEqual, low),
            (Some((low, false)), None) => self.open_range(CompareOp::Greater, low),
            (None, Some((high, true))) => self.open_range(CompareOp::LessOrEqual, high),
            (None, Some((high, false))) => self.open_range(CompareOp::Less, high),
            // No text parses to a range without ends.
            (None, None) => {}
        }
    }
}

fn level_of(kind: &ExprKind) -> Level {
    match kind {
        ExprKind::Or(_)
        | ExprKind::If(..)
        | ExprKind::For(..)
        | ExprKind::Some(..)
        | ExprKind::Every(..)
        | ExprKind::Function(..)
        | ExprKind::External(..) => Level::Or,
        ExprKind::And(_) => Level::And,
        ExprKind::Compare(..) | ExprKind::Between(..) | ExprKind::In(..) => Level::Comparison,
        ExprKind::Arithmetic(op, ..) => Level::of(*op),
        ExprKind::Negate(_) => Level::Sign,
        ExprKind::InstanceOf(..) => Level::Kind,
        ExprKind::Null
        | ExprKind::Boolean(_)
        | ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::At(_)
        | ExprKind::Name(_)
        | ExprKind::Path(..)
        | ExprKind::Call(..)
        | ExprKind::Filter(..)
        | ExprKind::List(_)
        | ExprKind::Range(_)
        | ExprKind::Points(..)
        | ExprKind::Context(_) => Level::Postfix,
    }
}

const fn arithmetic(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Power => "**",
    }
}

const fn comparison(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "=",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessOrEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterOrEqual => ">=",
    }
}
