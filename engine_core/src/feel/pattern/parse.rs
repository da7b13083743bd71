//! From text to tree, after the grammar of XPath 3.1, section 5.6.1, and of XML Schema 1.1.
use super::class::{class_expression, escape, line_break, single};
use super::syntax::{Fault, Flags, Node, Place};
use crate::bounds;

/// Reads a pattern; also how many groups it has.
pub(super) fn parse(pattern: &str, flags: Flags) -> Result<(Node, u32), Fault> {
    if pattern.len() > bounds::PATTERN_LENGTH {
        return Err(Fault::TooLarge);
    }
    let chars = if flags.spaced { without_space(pattern) } else { pattern.chars().collect() };
    let mut parser = Parser { cursor: Cursor { chars: &chars, at: 0 }, flags, open: Vec::new(), groups: 0 };
    let node = parser.choice(0)?;
    match parser.cursor.peek() {
        Some(c) => Err(Fault::Unescaped(c)),
        None => Ok((node, parser.groups)),
    }
}

/// Leaves out white space that does not stand in brackets.
fn without_space(pattern: &str) -> Vec<char> {
    let mut kept = Vec::new();
    let mut depth = 0_usize;
    let mut escaped = false;
    for c in pattern.chars() {
        if depth == 0 && matches!(c, '\t' | '\n' | '\r' | ' ') {
            continue;
        }
        match c {
            '[' if !escaped => depth += 1,
            ']' if !escaped => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        kept.push(c);
    }
    kept
}

/// Where reading stands.
pub(super) struct Cursor<'a> {
    chars: &'a [char],
    at: usize,
}

impl Cursor<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, by: usize) -> Option<char> {
        self.chars.get(self.at + by).copied()
    }

    pub(super) fn next(&mut self) -> Result<char, Fault> {
        let c = self.peek().ok_or(Fault::Unfinished)?;
        self.at += 1;
        Ok(c)
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    flags: Flags,
    /// The groups that are not closed yet.
    open: Vec<u32>,
    groups: u32,
}

impl Parser<'_> {
    fn choice(&mut self, depth: usize) -> Result<Node, Fault> {
        if depth > bounds::DEPTH {
            return Err(Fault::TooLarge);
        }
        let mut branches = vec![self.branch(depth)?];
        while self.cursor.eat('|') {
            branches.push(self.branch(depth)?);
        }
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => Node::Choice(branches.into_iter().chain(last).collect()),
        })
    }

    fn branch(&mut self, depth: usize) -> Result<Node, Fault> {
        let mut parts = Vec::new();
        while let Some(c) = self.cursor.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom(depth)?;
            parts.push(self.quantified(atom)?);
        }
        Ok(Node::Sequence(parts))
    }

    fn atom(&mut self, depth: usize) -> Result<Node, Fault> {
        match self.cursor.next()? {
            '(' => self.group(depth),
            '[' => Ok(Node::Class(class_expression(&mut self.cursor, self.flags.any_case, depth)?)),
            '.' if self.flags.dot_all => Ok(Node::Class(single('\0', char::MAX, false))),
            '.' => {
                let mut class = line_break();
                class.negate();
                Ok(Node::Class(class))
            }
            '^' => Ok(Node::Place(if self.flags.multi_line { Place::LineStart } else { Place::Start })),
            '$' => Ok(Node::Place(if self.flags.multi_line { Place::LineEnd } else { Place::End })),
            '\\' => match self.cursor.peek() {
                Some(digit @ '0'..='9') => self.back_reference(digit),
                _ => Ok(Node::Class(escape(&mut self.cursor)?.into_class(self.flags.any_case))),
            },
            c @ ('?' | '*' | '+' | '{' | '}' | ']' | ')' | '|') => Err(Fault::Unescaped(c)),
            c => Ok(Node::Class(single(c, c, self.flags.any_case))),
        }
    }

    fn group(&mut self, depth: usize) -> Result<Node, Fault> {
        if self.cursor.eat('?') {
            if !self.cursor.eat(':') {
                return Err(Fault::Unescaped('?'));
            }
            let inner = self.choice(depth + 1)?;
            return if self.cursor.eat(')') { Ok(inner) } else { Err(Fault::Unfinished) };
        }
        self.groups += 1;
        if self.groups > bounds::PATTERN_GROUPS {
            return Err(Fault::TooLarge);
        }
        let number = self.groups;
        self.open.push(number);
        let inner = self.choice(depth + 1)?;
        if !self.cursor.eat(')') {
            return Err(Fault::Unfinished);
        }
        self.open.pop();
        Ok(Node::Group(number, Box::new(inner)))
    }

    /// A further digit belongs to the number if there are so many groups before.
    fn back_reference(&mut self, first: char) -> Result<Node, Fault> {
        self.cursor.next()?;
        let mut number = first.to_digit(10).unwrap_or(0);
        while let Some(digit) = self.cursor.peek().and_then(|c| c.to_digit(10)) {
            let longer = number.saturating_mul(10).saturating_add(digit);
            if number == 0 || longer > self.groups {
                break;
            }
            number = longer;
            self.cursor.next()?;
        }
        if number == 0 || number > self.groups || self.open.contains(&number) {
            return Err(Fault::BackReference);
        }
        Ok(Node::Back(number))
    }

    fn quantified(&mut self, atom: Node) -> Result<Node, Fault> {
        let (least, most) = match self.cursor.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                self.cursor.next()?;
                self.quantity()?
            }
            _ => return Ok(atom),
        };
        if !matches!(self.cursor.next()?, '?' | '*' | '+' | '}') || most.is_some_and(|most| most < least) {
            return Err(Fault::Quantifier);
        }
        let greedy = !self.cursor.eat('?');
        Ok(Node::Repeat { node: Box::new(atom), least, most, greedy })
    }

    /// What stands in the braces of `a{2,3}`, up to the closing one.
    fn quantity(&mut self) -> Result<(u32, Option<u32>), Fault> {
        let least = self.count()?;
        if !self.cursor.eat(',') {
            return Ok((least, Some(least)));
        }
        let most = if self.cursor.peek() == Some('}') { None } else { Some(self.count()?) };
        Ok((least, most))
    }

    fn count(&mut self) -> Result<u32, Fault> {
        let mut count: Option<u32> = None;
        while let Some(digit) = self.cursor.peek().and_then(|c| c.to_digit(10)) {
            let longer = count.unwrap_or(0).checked_mul(10).and_then(|tens| tens.checked_add(digit));
            count = Some(longer.ok_or(Fault::TooLarge)?);
            self.cursor.next()?;
        }
        count.ok_or(Fault::Quantifier)
    }
}
