//! Every cap on depth, size and count. They are checked at load, so that no later phase can exhaust the stack or the memory.

/// Deepest nesting of an authored tree or expression.
pub const DEPTH: usize = 64;
/// Longest expression or table cell, in characters.
pub const EXPRESSION_LENGTH: usize = 20_000;
/// Most findings that one load reports; the rest are counted.
pub const FINDINGS: usize = 200;
/// The stack on which a bundle is checked and compiled, in bytes: some twenty times what the deepest expression takes.
pub const COMPILE_STACK: usize = 16 << 20;
/// Most facts of a bundle.
pub const FACTS: usize = 10_000;
/// Most stages of a flow.
pub const STAGES: usize = 1_000;
/// Most cells and value slots of a program together with everything that a name can stand for.
pub const NAMES: usize = 60_000;
/// Most rows of a table.
pub const ROWS: usize = 1_000_000;
/// Steps that the proof of a table's completeness may take.
pub const PARTITION_STEPS: usize = 4_000_000;
/// Most examples of gaps and of overlaps that one table reports.
pub const EXAMPLES: usize = 5;
/// Most files of a bundle.
pub const FILES: usize = 1_000;
/// Most scalars, maps and lists of one file.
pub const NODES: usize = 200_000;
/// The last line, column or length that a place may name.
pub const LARGEST_PLACE: u32 = 1 << 30;
/// Largest packed file, in bytes: four times what a folder may hold.
pub const PACKED: usize = 1 << 30;
/// Longest head of a packed file, in bytes.
pub const PACKED_HEAD: usize = 1 << 16;
/// Most digits of the version of a packed file's format.
pub const PACKED_FORMAT: usize = 9;
/// No part of a date or duration is larger.
pub const LARGEST_PART: i64 = 1_000_000_000_000_000_000;
/// Longest text fact, in bytes.
pub const TEXT: usize = 1 << 20;
/// Most items of a list fact.
pub const ITEMS: usize = 100_000;
/// How deep the lists of a fact may nest.
pub const LIST_DEPTH: usize = 4;
/// Longest key that is looked for among the names of facts, in bytes; it is also the longest name.
pub const KEY: usize = 200;
/// How deep the values of a JSON request may nest.
pub const JSON_DEPTH: usize = 200;
/// Most unknown keys of a JSON request that are named.
pub const UNKNOWN_KEYS: usize = 100;
/// Longest regular expression, in bytes.
pub const PATTERN_LENGTH: usize = 10_000;
/// Most groups of a regular expression.
pub const PATTERN_GROUPS: u32 = 99;
/// The largest automaton of a regular expression, in bytes.
pub const PATTERN_SIZE: usize = 4 << 20;
/// Most instructions of a regular expression that is searched for, or that threads run.
pub const PATTERN_PROGRAM: usize = 20_000;
/// Steps that a search for a regular expression with back-references may take: some 10 ms.
pub const PATTERN_STEPS: usize = 1_000_000;
/// Longest text that replacing makes, in bytes, give or take one replacement.
pub const REPLACED: usize = 16 << 20;
/// Most regular expressions that a thread keeps ready.
pub const PATTERNS: usize = 64;
/// Most steps of one run of an expression: about a second at the worst.
pub const STEPS: u64 = 10_000_000;
/// Deepest nesting of nodes and calls in a run: what a recursive function may use. A level takes well under a
/// kilobyte of stack, and a host's thread may have half a megabyte.
pub const RUN_DEPTH: u32 = 600;
/// Deepest nesting of a value that an expression makes.
pub const VALUE_DEPTH: usize = 128;
/// Most notes of one run.
pub const NOTES: usize = 100;
/// Most values of a rate for which factors are worked out at load: one takes some microseconds.
pub const TABULATED: usize = 64;
