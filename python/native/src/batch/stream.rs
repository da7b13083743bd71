//! Jobs to workers, and their answers back in order. So many jobs are under way at once that memory stays bounded.
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use pyo3::prelude::*;

use super::fault::Fault;
use super::job::Bound;
use super::source::{Parts, Source};
use super::worker::Worker;

/// How many jobs are under way for each thread: one that is worked on, and one that waits.
const AHEAD: u64 = 2;
/// How long Ctrl-C may wait.
const PATIENCE: Duration = Duration::from_millis(50);

type Answer = Result<RecordBatch, Fault>;

/// The answers to a table, batch by batch.
pub struct Decisions {
    source: Source,
    bound: Arc<Bound>,
    rows: usize,
    crew: Crew,
    /// Answers that came before their turn.
    early: BTreeMap<u64, Answer>,
    given: u64,
    taken: u64,
    exhausted: bool,
}

enum Crew {
    Alone(Box<Worker>),
    Many {
        threads: u64,
        jobs: Option<Sender<(u64, Parts)>>,
        queue: Queue,
        answers: Receiver<(u64, Answer)>,
        report: Sender<(u64, Answer)>,
        handles: Vec<JoinHandle<()>>,
    },
}

type Queue = Arc<Mutex<Receiver<(u64, Parts)>>>;

impl Decisions {
    /// The answers to the rows of a table, `rows` at a time.
    pub fn new(source: Source, bound: Bound, rows: usize, threads: usize) -> Self {
        let bound = Arc::new(bound);
        let crew = if threads <= 1 {
            Crew::Alone(Box::new(Worker::new(&bound)))
        } else {
            let ((jobs, queue), (report, answers)) = (channel(), channel());
            let queue = Arc::new(Mutex::new(queue));
            Crew::Many {
                threads: threads as u64,
                jobs: Some(jobs),
                queue,
                answers,
                report,
                handles: Vec::new(),
            }
        };
        Self { source, bound, rows, crew, early: BTreeMap::new(), given: 0, taken: 0, exhausted: false }
    }

    /// The columns of the answers.
    pub fn schema(&self) -> SchemaRef {
        Arc::clone(&self.bound.schema)
    }

    /// The next answers. The GIL is let go, whether this thread holds it or not, since the table may be Python's.
    pub fn next(&mut self) -> Option<Answer> {
        loop {
            let step = Python::try_attach(|py| match py.check_signals() {
                Err(error) => Step::Answer(Some(Err(Fault::Interrupted(error)))),
                Ok(()) => py.detach(|| self.step()),
            });
            match step {
                Some(Step::Wait) => {}
                Some(Step::Answer(Some(Err(fault)))) => {
                    self.exhausted = true;
                    self.taken = self.given;
                    self.early.clear();
                    return Some(Err(fault));
                }
                Some(Step::Answer(answer)) => return answer,
                None => return None,
            }
        }
    }

    fn step(&mut self) -> Step {
        match self.crew {
            Crew::Alone(_) => self.alone(),
            Crew::Many { threads, .. } => self.many(threads),
        }
    }

    fn take(&mut self) -> Result<Option<Parts>, Fault> {
        if self.exhausted {
            return Ok(None);
        }
        let parts = self.source.take(self.rows);
        self.exhausted = !matches!(parts, Ok(Some(_)));
        parts.map_err(|error| Fault::Source(self.source.rows(), error))
    }

    fn alone(&mut self) -> Step {
        let parts = match self.take() {
            Ok(Some(parts)) => parts,
            Ok(None) => return Step::Answer(None),
            Err(fault) => return Step::Answer(Some(Err(fault))),
        };
        let Crew::Alone(worker) = &mut self.crew else { return Step::Wait };
        Step::Answer(Some(worker.decide(&parts)))
    }

    fn many(&mut self, threads: u64) -> Step {
        while !self.exhausted && self.given - self.taken < threads * AHEAD {
            match self.take() {
                Ok(Some(parts)) => self.give(parts),
                Ok(None) => {}
                // What came before the error is answered first.
                Err(fault) => {
                    self.early.insert(self.given, Err(fault));
                    self.given += 1;
                }
            }
        }
        if self.taken == self.given {
            return Step::Answer(None);
        }
        if let Some(answer) = self.early.remove(&self.taken) {
            self.taken += 1;
            return Step::Answer(Some(answer));
        }
        let Crew::Many { answers, .. } = &self.crew else { return Step::Wait };
        match answers.recv_timeout(PATIENCE) {
            Ok((number, answer)) => {
                self.early.insert(number, answer);
                Step::Wait
            }
            Err(RecvTimeoutError::Timeout) => Step::Wait,
            Err(RecvTimeoutError::Disconnected) => {
                Step::Answer(Some(Err(Fault::Panic("the workers are gone".to_owned()))))
            }
        }
    }

    fn give(&mut self, parts: Parts) {
        let number = self.given;
        self.given += 1;
        let Crew::Many { threads, jobs, queue, report, handles, .. } = &mut self.crew else { return };
        if (handles.len() as u64) < *threads {
            let (bound, queue, report) = (Arc::clone(&self.bound), Arc::clone(queue), report.clone());
            handles.push(thread::spawn(move || work(&bound, &queue, &report)));
        }
        if let Some(jobs) = jobs {
            // It fails only where no queue is left, and this crew holds it.
            let _sent = jobs.send((number, parts));
        }
    }
}

enum Step {
    Wait,
    Answer(Option<Answer>),
}

fn work(bound: &Arc<Bound>, queue: &Queue, report: &Sender<(u64, Answer)>) {
    let mut worker = Worker::new(bound);
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
        let Crew::Many { jobs, queue, handles, .. } = &mut self.crew else { return };
        drop(jobs.take());
        let handles = std::mem::take(handles);
        let queue = Arc::clone(queue);
        let _detached = Python::try_attach(|py| {
            py.detach(|| {
                // Jobs that nobody has begun are not begun.
                queue.try_lock().into_iter().for_each(|queue| while queue.try_recv().is_ok() {});
                handles.into_iter().for_each(|handle| drop(handle.join()));
            });
        });
    }
}
