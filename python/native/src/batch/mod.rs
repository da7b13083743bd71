//! Applicants in columns: Arrow in, Arrow out, whatever library it comes from and goes to.
//!
//! A row is read in tight loops that accept only what is certainly right; whatever they do not accept is read again by
//! `facts::Reading`, so that every refusal and every message is that of `decide`.
mod answers;
mod causes;
mod columns;
mod days;
mod decimals;
mod dictionaries;
mod export;
mod exported;
mod fault;
mod ffi;
mod fill;
mod fits;
mod indices;
mod input;
mod kept;
mod plan;
mod python;
mod reader;
mod row;
mod setting;
mod shape;
mod source;
mod stream;
mod text;
mod types;
mod utf8;
mod words;
mod worker;

pub use self::python::{BatchDecisions, DecisionStream, Options, decide_batch, kept};
