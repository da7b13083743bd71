//! The state of a bundle's check, stage by stage.

use std::collections::BTreeSet;

use crate::bounds;
use crate::diagnostic::Code;
use crate::document::Reader;
use crate::domain::{Cell, Lane};
use crate::feel::infer::Checker;
use crate::feel::scope::{Entry, Home, NameId, Origin, Scope, Target};
use crate::feel::typed::Typed;
use crate::feel::types::Type;
use crate::flow::Cause;
use crate::price::Source;
use crate::schema::{Reasons, Schema};
use crate::scorecard::Characteristic;
use crate::source::{Place, Scalar};
use crate::table::{CheckedRows, Column};

/// The stage being checked.
#[derive(Clone, Debug)]
pub struct StageName {
    /// Its name.
    pub name: Scalar,
    /// Its place in the flow.
    pub index: u16,
}

/// Everything that the check of a stage reads and adds to.
pub struct Checking<'a> {
    /// The files, and what is wrong with them.
    pub reader: Reader<'a>,
    /// The names so far.
    pub scope: Scope,
    /// The facts.
    pub schema: Schema,
    /// The reason codes.
    pub reasons: Reasons,
    /// What can ask for an outcome, so far.
    pub causes: Vec<Cause>,
    /// The stage being checked.
    pub stage: StageName,
    /// The places of money.
    pub minor_unit: u8,
    /// How many scorecards there are so far.
    pub cards: u32,
    /// The scorecards that decide whether the stage runs.
    pub when_cards: u64,
    /// The cells of the flags so far, with their names.
    pub flags: Vec<(u16, std::sync::Arc<str>)>,
}

impl Checking<'_> {
    /// What gives expressions their types.
    pub const fn checker(&mut self) -> Checker<'_> {
        Checker { scope: &mut self.scope, schema: &self.schema, findings: &mut self.reader.findings }
    }

    /// Declares a result of the stage; a clash is reported.
    pub fn declare(&mut self, name: &Scalar, ty: Type, home: Home, strict: Option<u16>) -> Option<NameId> {
        self.declare_as(&name.text.clone(), name.place, ty, home, strict)
    }

    fn declare_as(
        &mut self,
        name: &str,
        place: Place,
        ty: Type,
        home: Home,
        strict: Option<u16>,
    ) -> Option<NameId> {
        if self.built_in(name, place) {
            return None;
        }
        let origin = Origin::Stage(self.stage.index);
        let entry = Entry {
            strict,
            guards: self.scope.guards.clone(),
            cards: self.when_cards,
            ..Entry::new(name, Some(place), ty, home, origin)
        };
        match self.scope.declare(entry) {
            Ok(id) => {
                self.scope.later.remove(name);
                Some(id)
            }
            Err(known) => {
                self.clash(name, place, known);
                None
            }
        }
    }

    /// Reports a stage's name that something else has already, a built-in function among them.
    pub fn free(&mut self, name: &Scalar) {
        if !self.built_in(&name.text, name.place)
            && let Some(id) = self.scope.find(&name.text)
        {
            let known = self.scope.get(id).and_then(|entry| entry.place);
            self.clash(&name.text.clone(), name.place, known);
        }
    }

    /// Whether a name is a built-in function's, which is reported.
    pub fn built_in(&mut self, name: &str, place: Place) -> bool {
        let taken = crate::feel::builtins::find(name).next().is_some();
        if taken {
            let message = format!("`{name}` is the name of a built-in function");
            self.reader.error(Code::NameClash, place, message, "choose another name");
        }
        taken
    }

    fn clash(&mut self, name: &str, place: Place, known: Option<Place>) {
        let at = known.and_then(|known| {
            let file = self.reader.sources.files.get(usize::from(known.file.0))?;
            Some(format!("it is declared in {} on line {}", file.name, known.line))
        });
        self.reader.error(
            Code::NameClash,
            place,
            format!("the name `{name}` is taken"),
            at.unwrap_or_else(|| "the engine itself uses it".to_owned()),
        );
    }

    /// Declares a result under its qualified name, or under the stage's where there is none; where it is the only one, under both.
    /// It lives in a cell if it has a lane, in a value slot otherwise.
    pub fn result(
        &mut self,
        qualified: Option<&str>,
        single: bool,
        ty: Type,
        lane: Option<Lane>,
    ) -> Option<Target> {
        let (slot, home) = match lane {
            Some(lane) => {
                let cell = self.scope.cell();
                (cell, Home::Cell(cell, lane))
            }
            None => {
                let slot = self.scope.value();
                (slot, Home::Value(slot))
            }
        };
        let stage = self.stage.name.clone();
        // The name that messages show is the shortest one.
        let (name, second) = if single { (None, qualified) } else { (qualified, None) };
        let id = self.declare_as(name.unwrap_or(&stage.text), stage.place, ty, home, None)?;
        if let Some(second) = second {
            self.alias(second, stage.place, id);
        }
        Some(Target { id, slot })
    }

    /// Notes that a result can only be one of these cells.
    pub fn only_these(&mut self, id: NameId, cells: &[Cell]) {
        let cells: BTreeSet<Cell> = cells.iter().copied().collect();
        if let Some(entry) = self.scope.get_mut(id).filter(|_| cells.len() <= bounds::TABULATED) {
            entry.cells = Some(cells.into_iter().collect());
        }
    }

    /// Gives a result of the stage its second name, `stage.name`.
    pub fn qualify(&mut self, name: &Scalar, id: NameId) {
        let qualified = format!("{}.{}", self.stage.name.text, name.text);
        self.alias(&qualified, name.place, id);
    }

    fn alias(&mut self, name: &str, place: Place, id: NameId) {
        self.scope.later.remove(name);
        if let Err(known) = self.scope.alias(name.to_owned(), id) {
            self.clash(name, place, known);
        }
    }

    /// A flag joins the list `flags`.
    pub fn raise(&mut self, cell: u16, name: &str) {
        self.flags.push((cell, name.into()));
    }

    /// The index of a reason code; one without a text is reported.
    pub fn reason(&mut self, code: &Scalar) -> Option<u16> {
        self.reasons.give(&code.text, code.place, &mut self.reader)
    }

    /// A new cause with this reason code.
    pub fn cause(&mut self, code: &Scalar, cards: u64) -> Option<u16> {
        let reason = self.reason(code)?;
        // Causes are bounded as cells are, so that no two share an index.
        let index = u16::try_from(self.causes.len()).unwrap_or(u16::MAX);
        let cards = cards | self.when_cards;
        self.causes.push(Cause { reason, stage: self.stage.index, cards, place: code.place });
        Some(index)
    }

    /// These scorecards, too, lead to what a cause asks for.
    pub fn led_by(&mut self, cause: u16, cards: u64) {
        if let Some(cause) = self.causes.get_mut(usize::from(cause)) {
            cause.cards |= cards;
        }
    }

    /// The scorecards that an expression depends on.
    #[must_use]
    pub fn cards(&self, typed: &Typed) -> u64 {
        let cards = |id: NameId| self.scope.get(id).map_or(0, |entry| entry.cards);
        typed.names().into_iter().fold(0, |all, id| all | cards(id))
    }

    /// Notes what a result depends on.
    pub fn depends(&mut self, id: NameId, typed: &Typed) {
        self.depend(&[id], typed);
    }

    /// Notes what the results of a table depend on.
    pub fn depends_on_rows(&mut self, rows: &CheckedRows, ids: &[NameId]) {
        let columns: Vec<&Column> = match rows {
            CheckedRows::Plain { columns, .. } => columns.iter().collect(),
            CheckedRows::Cross(down, across) => vec![down, across],
        };
        columns.iter().for_each(|column| self.depend(ids, &column.input));
    }

    /// Notes what an amount depends on.
    pub fn depends_on_source(&mut self, source: &Source, ids: &[NameId]) {
        match source {
            Source::Table(rows, ..) => self.depends_on_rows(rows, ids),
            Source::Expression(typed, _) => self.depend(ids, typed),
        }
    }

    fn depend(&mut self, ids: &[NameId], typed: &Typed) {
        let (cards, names) = (self.cards(typed), typed.names());
        for id in ids {
            if let Some(entry) = self.scope.get_mut(*id) {
                entry.cards |= cards;
                entry.reads.extend(&names);
            }
        }
    }

    /// The index of a new scorecard.
    pub fn card(&mut self, characteristics: &[Characteristic]) -> Option<u32> {
        if self.cards >= 64 || characteristics.is_empty() {
            let (message, help) = if characteristics.is_empty() {
                ("the scorecard has no characteristics", "write one bin a line, each with its points")
            } else {
                ("a flow has at most 64 scorecards", "split the policy into several bundles")
            };
            self.reader.error(Code::TableForm, self.stage.name.place, message, help);
            return None;
        }
        self.cards += 1;
        Some(self.cards - 1)
    }
}
