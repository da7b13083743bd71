//! What all decisions of an engine share, without one count that all threads contend for.
//!
//! A decision keeps its engine's program alive, by a count that goes up when it is made and down when it goes. Without a GIL, threads that
//! decide at once would hand the cache line of that count to and fro, at a hundred nanoseconds a time. So an engine holds several
//! counts, each in lines of its own, and a thread keeps to one of them. The counts live as long as the engine and its decisions
//! do: nothing is kept for a thread, so that nothing leaks with it. `Py<Engine>` would be no way out, since Python's own counts are
//! quick only in the thread that made the object.
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::available_parallelism;

use crate::decision::Shared;

/// An engine's counts.
pub struct Shards {
    first: Shard,
    all: Box<[Shard]>,
}

/// One of them.
#[derive(Clone)]
pub struct Shard(Arc<OwnLines>);

/// Two cache lines, since processors fetch them in pairs.
#[repr(align(128))]
struct OwnLines(Arc<Shared>);

/// More threads than this share counts.
const MOST: usize = 64;

static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static TURN: usize = NEXT.fetch_add(1, Ordering::Relaxed);
}

impl Shards {
    /// As many counts as there are processors.
    pub fn new(shared: &Arc<Shared>) -> Self {
        let count = available_parallelism().map_or(1, |count| count.get().min(MOST).next_power_of_two());
        let shard = || Shard(Arc::new(OwnLines(Arc::clone(shared))));
        Self { first: shard(), all: (1..count).map(|_| shard()).collect() }
    }

    /// This thread's count, one up.
    #[inline]
    pub fn own(&self) -> Shard {
        // A thread that is ending may have lost its turn.
        let turn = TURN.try_with(|turn| *turn).unwrap_or(0);
        self.all.get(turn & self.all.len()).unwrap_or(&self.first).clone()
    }
}

impl Deref for Shard {
    type Target = Arc<Shared>;

    fn deref(&self) -> &Arc<Shared> {
        &self.0.0
    }
}
