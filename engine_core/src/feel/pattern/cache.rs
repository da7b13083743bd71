//! Patterns that a thread has used lately: one that a rule writes out is prepared once.
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::regex::Pattern;
use super::syntax::Fault;
use crate::bounds;

struct Entry {
    pattern: Arc<str>,
    flags: Box<str>,
    ready: Rc<Result<Pattern, Fault>>,
}

thread_local! {
    static CACHE: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// Does something with a pattern, which is made ready if it was not used lately.
pub(in crate::feel) fn with_pattern<R>(
    pattern: &Arc<str>,
    flags: &str,
    work: impl FnOnce(&Pattern) -> Result<R, Fault>,
) -> Result<R, Fault> {
    // Nothing is borrowed while the work is done.
    match &*CACHE.with_borrow_mut(|cache| ready(cache, pattern, flags)) {
        Ok(pattern) => work(pattern),
        Err(fault) => Err(*fault),
    }
}

fn ready(cache: &mut Vec<Entry>, pattern: &Arc<str>, flags: &str) -> Rc<Result<Pattern, Fault>> {
    let same = |entry: &Entry| {
        (Arc::ptr_eq(&entry.pattern, pattern) || entry.pattern == *pattern) && *entry.flags == *flags
    };
    if let Some(index) = cache.iter().position(same) {
        // The one used last stands in front.
        if let Some(used) = cache.get_mut(..=index) {
            used.rotate_right(1);
        }
    } else {
        cache.truncate(bounds::PATTERNS - 1);
        let ready = Rc::new(Pattern::new(pattern, flags));
        cache.insert(0, Entry { pattern: Arc::clone(pattern), flags: flags.into(), ready });
    }
    cache.first().map_or_else(|| Rc::new(Err(Fault::TooLarge)), |entry| Rc::clone(&entry.ready))
}
