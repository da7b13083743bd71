//! The engine: a compiled bundle that decides.

use std::sync::Arc;
use std::thread;

use crate::bounds;
use crate::decision::Decision;
use crate::diagnostic::{Diagnostic, Findings};
use crate::facts::{self, Problem, message};
use crate::feel::frame::Frame;
use crate::flow::{self, Program};
pub use crate::flow::{AsOf, DecideError};
use crate::packed::{self, PackedError};
use crate::source::Sources;
use crate::trace::{Explained, Trace};

/// A compiled bundle. Immutable, cheap to clone, shared by all threads.
#[derive(Clone, Debug)]
pub struct Engine {
    program: Arc<Program>,
    /// The files as they are packed: what is kept of them, since trees would take several times as much.
    sources: Arc<str>,
    files: Arc<[String]>,
}

fn compile(sources: &Sources, findings: Findings) -> (Option<Program>, Vec<Diagnostic>) {
    let (checked, findings) = flow::check(sources, findings);
    (checked.map(Program::build), findings.sorted())
}

fn from_packed(bytes: &[u8]) -> Result<Engine, PackedError> {
    let packed = packed::read(bytes)?;
    let (program, findings) = compile(&packed.sources, Findings::default());
    let Some(program) = program else {
        return Err(PackedError::DoesNotLoad { findings, sources: packed.sources });
    };
    packed.is_of(&program)?;
    Ok(Engine::new(program, packed.written, &packed.sources))
}

/// Reading, checking and printing recurse as deep as bundles nest; the host's thread may have a stack too small for it. Deciding needs little.
pub(crate) fn on_own_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| {
        let own = thread::Builder::new().stack_size(bounds::COMPILE_STACK).spawn_scoped(scope, &work);
        match own.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_no_thread) => work(),
        }
    })
}

impl Engine {
    /// Compiles a bundle. The findings hold everything that is wrong with it, the reader's own included; there is an engine where none is an error.
    #[must_use]
    pub fn compile(sources: &Sources, findings: Findings) -> (Option<Self>, Vec<Diagnostic>) {
        on_own_stack(|| {
            let (program, findings) = compile(sources, findings.clone());
            (program.map(|program| Self::new(program, &packed::sources(sources), sources)), findings)
        })
    }

    fn new(program: Program, written: &str, sources: &Sources) -> Self {
        let files = sources.files.iter().map(|file| file.name.clone()).collect();
        Self { program: Arc::new(program), sources: written.into(), files }
    }

    /// Reads a packed bundle, and compiles it again: an engine that decides and explains as the one that was packed.
    ///
    /// # Errors
    /// The bytes are no packed bundle, were changed, or do not mean what they say.
    pub fn from_packed(bytes: &[u8]) -> Result<Self, PackedError> {
        on_own_stack(|| from_packed(bytes))
    }

    /// The bundle as the bytes of one file: the same for the same files, on every machine.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        on_own_stack(|| packed::pack(&self.program, &self.sources))
    }

    /// The names of the files; the [`crate::source::FileId`] of a place is an index into them.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// The compiled bundle.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Decides one applicant. The frame holds every result afterwards, save derived values that only an explanation reads.
    ///
    /// # Errors
    /// Where the bundle depends on the day and none is given, or is not valid on it.
    #[inline]
    pub fn decide(&self, facts: &mut Frame, as_of: AsOf) -> Result<Decision, DecideError> {
        self.program.run(facts, as_of, &mut ())
    }

    /// Refers one applicant whose facts are bad, for a host that wants a decision all the same.
    ///
    /// # Errors
    /// As [`Engine::decide`]: a day that is lacking or not valid is no fault of the facts.
    pub fn refer(&self, problems: &[Problem], as_of: AsOf) -> Result<Decision, DecideError> {
        self.ready(as_of)?;
        Ok(Decision::refused(&message(problems), as_of.day))
    }

    /// The facts of one applicant, read from a JSON object in UTF-8.
    ///
    /// # Errors
    /// Everything that is wrong with them; one problem where the text is no JSON.
    pub fn read_json(&self, data: &[u8], ignore_unknown: bool) -> Result<Box<Frame>, Vec<Problem>> {
        facts::json::read(&self.program, data, ignore_unknown)
    }

    /// A decision as one JSON object in UTF-8, without spaces.
    #[must_use]
    pub fn write_json(&self, decision: &Decision) -> Vec<u8> {
        self.program.answer.write(&self.program, decision)
    }

    /// Decides one applicant, and keeps everything that led to the decision.
    ///
    /// # Errors
    /// As [`Engine::decide`].
    pub fn explain(&self, facts: Frame, as_of: AsOf) -> Result<Explained, DecideError> {
        let (mut frame, mut trace) = (facts, Trace::default());
        let decision = self.program.run(&mut frame, as_of, &mut trace)?;
        Ok(Explained { decision, frame, trace, program: Arc::clone(&self.program) })
    }

    /// Whether the bundle decides on a day, for a host that decides many applicants at once.
    ///
    /// # Errors
    /// As [`Engine::decide`].
    pub fn ready(&self, as_of: AsOf) -> Result<(), DecideError> {
        self.program.ready(as_of)
    }
}
