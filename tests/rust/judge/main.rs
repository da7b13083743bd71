//! The judge of everything clever: random policies, expressions and tables, each against its dullest reading.
//!
//! `JUDGE_CASES=100000 JUDGE_SEED=7 cargo test -p engine_core --test judge` runs longer, and elsewhere.
#![cfg(test)]
#![expect(
    clippy::print_stderr,
    clippy::float_arithmetic,
    reason = "a run says how much it tried, and the generators guess roughly how large a number can be"
)]

mod amounts;
mod cards;
mod cells;
mod columns;
mod conditions;
mod cover;
mod decide;
mod digests;
mod domain;
mod draws;
mod feel;
mod files;
mod found;
mod json;
mod packed;
mod policy;
mod rows;
mod stack;
mod words;
mod world;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

fn setting(name: &str) -> Option<u32> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Runs a property on lists of choices. `usual` is the number of cases of a normal run.
fn check(usual: u32, choices: usize, property: impl Fn(&[u32]) -> Result<(), TestCaseError>) {
    let cases = setting("JUDGE_CASES").map_or(usual, |cases| cases * usual / 100);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 3000, ..Config::default() };
    let mut seed = [0_u8; 32];
    seed[..4].copy_from_slice(&setting("JUDGE_SEED").unwrap_or(1).to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let result = runner.run(&vec(any::<u32>(), choices / 2..choices), |list| property(&list));
    match result {
        Ok(()) => {}
        // The list of choices says nothing to people; the reason holds the bundle.
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("aborted: {reason}"),
    }
}
