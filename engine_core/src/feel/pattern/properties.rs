//! What holds for all patterns.
use proptest::collection::vec;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_assume, prop_oneof, proptest,
};
use regex_automata::util::primitives::NonMaxUsize;

use super::empty::misleads_automata;
use super::parse::parse;
use super::program::Program;
use super::syntax::Flags;
use super::threads::Threads;
use super::{Pattern, linear};

/// `JUDGE_CASES` asks for more, in per cent, as for the judge.
fn config() -> ProptestConfig {
    let wanted = std::env::var("JUDGE_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: wanted.unwrap_or(100_u32) * 30,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Patterns without back-references, of few letters, so that they match now and then. Loops whose turns may match
/// nothing are what matchers differ in, so many alternatives are empty.
fn patterns() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => "[ab]",
        2 => "[.^$]",
        2 => r"\[\^?[ab]\]|\[a-c-\[b\]\]",
        1 => r"\\[swdSW]",
        2 => "",
    ];
    leaf.prop_recursive(5, 32, 4, |inner| {
        let branch = prop_oneof![1 => Just(String::new()), 3 => inner.clone()];
        prop_oneof![
            3 => vec(inner, 1..4).prop_map(|parts| parts.concat()),
            2 => branches(branch.clone()),
            4 => (branches(branch), "([?*+]|\\{[0-3],?\\}|\\{[0-2],3\\})\\??")
                .prop_map(|(part, times)| format!("{part}{times}")),
        ]
    })
}

/// A group of them, kept or not.
fn branches(branch: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (any::<bool>(), vec(branch, 1..4))
        .prop_map(|(kept, branches)| format!("({}{})", if kept { "" } else { "?:" }, branches.join("|")))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn all_matchers_find_the_same(pattern in patterns(), text in "[abcé\n -]{0,8}", any_case in any::<bool>()) {
        let flags = Flags { any_case, ..Flags::default() };
        let (node, groups) = parse(&pattern, flags).unwrap();
        let program = Program::new(&node, groups, any_case).unwrap();
        let (mut by_search, mut by_threads) = (Vec::new(), Vec::new());
        let found = program.find(&text, 0, &mut by_search, &mut 10_000_000);
        prop_assume!(found.is_ok());
        let found = found.unwrap();
        prop_assert_eq!(found, Threads::default().find(&program, &text, 0, &mut by_threads), "{} on {:?}", pattern, text);
        let mut by_automaton = vec![None; groups as usize * 2 + 2];
        let automaton = linear::automaton(&node).unwrap();
        prop_assert_eq!(found, linear::find(&automaton, &text, 0, &mut by_automaton), "{} on {:?}", pattern, text);
        if found {
            prop_assert_eq!(&by_search, &by_threads, "{} on {:?}", pattern, text);
            let by_automaton: Vec<_> = by_automaton.into_iter().map(|slot| slot.map(NonMaxUsize::get)).collect();
            prop_assert_eq!(by_search.first(), by_automaton.first(), "{} on {:?}", pattern, text);
            if !misleads_automata(&node) {
                prop_assert_eq!(by_search, by_automaton, "{} on {:?}", pattern, text);
            }
        }
    }

    #[test]
    fn any_text_is_a_pattern_or_is_refused(pattern in r"([ab()|*+?{},\[\]\\^$.0-9-]|\PC){0,24}", flags in "[smix]{0,2}", text in "\\PC{0,12}") {
        if let Ok(pattern) = Pattern::new(&pattern, &flags) {
            let _ = pattern.is_match(&text);
            if let Ok(parts) = pattern.split(&text) {
                let removed = pattern.replace(&text, "").unwrap();
                prop_assert_eq!(parts.concat(), removed.as_ref());
                prop_assert_eq!(pattern.replace(&text, "$0").unwrap(), &*text);
            }
        }
    }
}
