//! Jobs to workers, and their answers back in order. So many jobs are under way at once that memory stays bounded.
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use pyo3::prelude::*;

use super::fault::Fault;
use super::setting::Setting;
use super::source::{Parts, Source};
use super::worker::Worker;

/// How many jobs are under way for each thread: one that is worked on, and one that waits.
const AHEAD: u64 = 2;
/// How long Ctrl-C may wait.
const PATIENCE: Duration = Duration::from_millis(50);
/// How long a table takes for the rows of a job if it is slow, such as one whose rows come as they happen.
const SLOW: Duration = Duration::from_millis(5);

type Answer = Result<RecordBatch, Fault>;

/// The answers to a table, batch by batch.
pub struct Decisions {
    source: Source,
    setting: Arc<Setting>,
    rows: usize,
    crew: Crew,
    /// Answers that came before their turn.
    early: BTreeMap<u64, Answer>,
    given: u64,
    taken: u64,
    exhausted: bool,
    /// How long the table took last, if it is slow.
    slow: Option<Duration>,
    process: u32,
}

enum Crew {
    Alone(Box<Worker>),
    Many(Box<Many>),
    /// That of another process, which is out of reach.
    Elsewhere,
}

struct Many {
    threads: usize,
    jobs: Option<Sender<(u64, Parts)>>,
    queue: Queue,
    answers: Receiver<(u64, Answer)>,
    report: Sender<(u64, Answer)>,
    handles: Vec<JoinHandle<()>>,
}

type Queue = Arc<Mutex<Receiver<(u64, Parts)>>>;

impl Decisions {
    /// The answers to the rows of a table, `rows` at a time.
    pub fn new(mut source: Source, setting: Setting, rows: usize, threads: usize) -> Self {
        source.join(setting.plan.joined());
        let setting = Arc::new(setting);
        let crew = if threads <= 1 {
            Crew::Alone(Box::new(Worker::new(&setting)))
        } else {
            let ((jobs, queue), (report, answers)) = (channel(), channel());
            let queue = Arc::new(Mutex::new(queue));
            let jobs = Some(jobs);
            Crew::Many(Box::new(Many { threads, jobs, queue, answers, report, handles: Vec::new() }))
        };
        Self {
            source,
            setting,
            rows,
            crew,
            early: BTreeMap::new(),
            given: 0,
            taken: 0,
            exhausted: false,
            slow: None,
            process: std::process::id(),
        }
    }

    /// The columns of the answers.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.setting.schema)
    }

    /// The next answers. The GIL is let go, whether this thread holds it or not, since the table may be Python's.
    pub fn next(&mut self) -> Option<Answer> {
        self.leave();
        loop {
            let step = Python::try_attach(|py| match py.check_signals() {
                Err(error) => Step::Answer(Some(Err(Fault::Interrupted(error)))),
                Ok(()) => py.detach(|| {
                    let step = catch_unwind(AssertUnwindSafe(|| self.step()));
                    step.unwrap_or_else(|_| Step::fault(Fault::Panic("a table was not read".to_owned())))
                }),
            });
            match step.unwrap_or_else(|| Step::fault(Fault::Table("Python has ended".to_owned()))) {
                Step::Wait => {}
                Step::Answer(Some(Err(fault))) => {
                    self.exhausted = true;
                    self.taken = self.given;
                    self.early.clear();
                    return Some(Err(fault));
                }
                Step::Answer(answer) => return answer,
            }
        }
    }

    fn step(&mut self) -> Step {
        match &self.crew {
            Crew::Alone(_) => self.alone(),
            Crew::Many(many) => self.many(many.threads as u64),
            Crew::Elsewhere => Step::fault(Fault::Table(
                "a stream of decisions cannot be read in a child of the process that began it: decide the table there"
                    .to_owned(),
            )),
        }
    }

    fn take(&mut self) -> Result<Option<Parts>, Fault> {
        if self.exhausted {
            return Ok(None);
        }
        let begun = Instant::now();
        let parts = self.source.take(self.rows);
        self.slow = Some(begun.elapsed()).filter(|took| *took >= SLOW);
        self.exhausted = !matches!(parts, Ok(Some(_)));
        parts
    }

    fn alone(&mut self) -> Step {
        let parts = match self.take() {
            Ok(Some(parts)) => parts,
            Ok(None) => return Step::Answer(None),
            Err(fault) => return Step::fault(fault),
        };
        let Crew::Alone(worker) = &mut self.crew else { return Step::Wait };
        Step::Answer(Some(worker.decide(&parts)))
    }

    fn many(&mut self, threads: u64) -> Step {
        while !self.exhausted && self.given - self.taken < threads * AHEAD {
            // An answer does not wait for rows that come slowly. The table waits for it in turn, a little.
            if let Some(slow) = self.slow
                && self.ready((slow / 10).min(PATIENCE))
            {
                break;
            }
            match self.take() {
                Ok(Some(parts)) => self.give(parts),
                Ok(None) => {}
                // What came before the error is answered first.
                Err(fault) => self.answer_next(Err(fault)),
            }
            if self.slow.is_some() {
                return Step::Wait;
            }
        }
        if self.taken == self.given {
            return Step::Answer(None);
        }
        if self.ready(PATIENCE) {
            let answer = self.early.remove(&self.taken);
            self.taken += 1;
            return Step::Answer(answer);
        }
        match &self.crew {
            // A worker ends only when there are no jobs any more.
            Crew::Many(many) if many.handles.iter().any(JoinHandle::is_finished) => {
                Step::fault(Fault::Panic("the workers are gone".to_owned()))
            }
            _ => Step::Wait,
        }
    }

    /// Whether the answer is there whose turn it is, or comes within a time.
    fn ready(&mut self, wait: Duration) -> bool {
        let until = Instant::now() + wait;
        while self.given > self.taken && !self.early.contains_key(&self.taken) {
            let Crew::Many(many) = &self.crew else { return false };
            let left = until.saturating_duration_since(Instant::now());
            let Ok((number, answer)) = many.answers.recv_timeout(left) else { return false };
            self.early.insert(number, answer);
        }
        self.given > self.taken
    }

    fn give(&mut self, parts: Parts) {
        let Crew::Many(many) = &mut self.crew else { return };
        if many.handles.len() < many.threads {
            let (setting, queue, report) =
                (Arc::clone(&self.setting), Arc::clone(&many.queue), many.report.clone());
            match thread::Builder::new().spawn(move || work(&setting, &queue, &report)) {
                Ok(handle) => many.handles.push(handle),
                Err(error) if many.handles.is_empty() => {
                    let words = format!("no thread can be started: {error}");
                    return self.answer_next(Err(Fault::Table(words)));
                }
                // Those that the system allows do it.
                Err(_) => many.threads = many.handles.len(),
            }
        }
        if let Some(jobs) = &many.jobs {
            // It fails only where no queue is left, and this crew holds it.
            let _sent = jobs.send((self.given, parts));
        }
        self.given += 1;
    }

    fn answer_next(&mut self, answer: Answer) {
        self.early.insert(self.given, answer);
        self.given += 1;
    }

    /// In a child of the process that began, its threads are not there, and the locks that they held stay shut: nothing of
    /// them is touched.
    fn leave(&mut self) {
        if self.process != std::process::id() && matches!(self.crew, Crew::Many(_)) {
            std::mem::forget(std::mem::replace(&mut self.crew, Crew::Elsewhere));
        }
    }
}

enum Step {
    Wait,
    Answer(Option<Answer>),
}

impl Step {
    const fn fault(fault: Fault) -> Self {
        Self::Answer(Some(Err(fault)))
    }
}

fn work(setting: &Arc<Setting>, queue: &Queue, report: &Sender<(u64, Answer)>) {
    let mut worker = Worker::new(setting);
    loop {
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, parts)) = job else { return };
        let answer = worker.decide(&parts);
        drop(parts);
        if report.send((number, answer)).is_err() {
            return;
        }
    }
}

impl Drop for Decisions {
    /// No thread outlives the table. The GIL is let go meanwhile: what they drop may be Python's.
    fn drop(&mut self) {
        self.leave();
        let Crew::Many(many) = &mut self.crew else { return };
        drop(many.jobs.take());
        let handles = std::mem::take(&mut many.handles);
        let queue = Arc::clone(&many.queue);
        let _detached = Python::try_attach(|py| {
            py.detach(|| {
                // Jobs that nobody has begun are not begun.
                queue.try_lock().into_iter().for_each(|queue| while queue.try_recv().is_ok() {});
                handles.into_iter().for_each(|handle| drop(handle.join()));
            });
        });
    }
}
