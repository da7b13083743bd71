//! What holds for all patterns.
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};

use super::parse::parse;
use super::search::Program;
use super::syntax::Flags;
use super::{Pattern, linear};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() }
}

/// Patterns without back-references, of few letters, so that they match now and then.
fn patterns() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => "[ab]",
        2 => "[.^$]",
        2 => r"\[\^?[ab]\]|\[a-c-\[b\]\]",
        1 => r"\\[swdSW]",
        1 => "",
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            3 => proptest::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            2 => proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join("|"))),
            2 => (inner, "[?*+]|\\{[0-2],?\\}|\\{1,3\\}", any::<bool>())
                .prop_map(|(part, times, lazy)| format!("(?:{part}){times}{}", if lazy { "?" } else { "" })),
        ]
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_matchers_find_the_same(pattern in patterns(), text in "[abcé\n -]{0,8}", any_case in any::<bool>()) {
        let flags = Flags { any_case, ..Flags::default() };
        let (node, groups) = parse(&pattern, flags).unwrap();
        let automaton = linear::automaton(&node).unwrap();
        let program = Program::new(&node, groups, any_case).unwrap();
        let mut slots = vec![None; groups as usize * 2 + 2];
        let by_automaton = linear::find(&automaton, &text, 0, &mut slots);
        let mut found = Vec::new();
        let by_search = program.find(&text, 0, &mut found, &mut 1_000_000).unwrap();
        prop_assert_eq!(by_automaton, by_search, "{} on {:?}", pattern, text);
        if by_search {
            let whole = [slots[0].unwrap().get(), slots[1].unwrap().get()];
            prop_assert_eq!(whole, [found[0].unwrap(), found[1].unwrap()], "{} on {:?}", pattern, text);
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
