//! Loops over columns, compiled for the processor that runs them.

/// Runs a loop with the widest instructions there are. It must be short, so that it becomes part of what is compiled for them.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the loop must stand where the instructions are allowed")]
pub fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}
