//! Expected values are from the examples of XPath 3.1 (F&O, section 5.6) and its test suite, or follow from the grammar.
use super::{Fault, Pattern};

fn matches(pattern: &str, flags: &str, text: &str) -> bool {
    Pattern::new(pattern, flags).expect(pattern).is_match(text).expect(pattern)
}

fn replace(pattern: &str, flags: &str, text: &str, replacement: &str) -> Result<String, Fault> {
    Pattern::new(pattern, flags)?.replace(text, replacement).map(Into::into)
}

fn fault(pattern: &str) -> Fault {
    Pattern::new(pattern, "").expect_err(pattern)
}

const POEM: &str = "Kaum hat dies der Hahn gesehen,\nFängt er auch schon an zu krähen:\nKikeriki! Kikikerikih!!\n\
                    Tak, tak, tak! - da kommen sie.\n";

#[test]
fn the_examples_of_matches() {
    assert!(matches("bra", "", "abracadabra"));
    assert!(matches("^a.*a$", "", "abracadabra"));
    assert!(!matches("^bra", "", "abracadabra"));
    assert!(!matches("Kaum.*krähen", "", POEM));
    assert!(matches("Kaum.*krähen", "s", POEM));
    assert!(matches("^Kaum.*gesehen,$", "m", POEM));
    assert!(!matches("^Kaum.*gesehen,$", "", POEM));
    assert!(matches("kiki", "i", POEM));
    assert!(matches("hello[ ]world", "x", "hello world"));
    assert!(!matches("hello world", "x", "hello world"));
}

#[test]
fn the_examples_of_replace() {
    let cases = [
        ("bra", "abracadabra", "*", "a*cada*"),
        ("a.*a", "abracadabra", "*", "*"),
        ("a.*?a", "abracadabra", "*", "*c*bra"),
        ("a", "abracadabra", "", "brcdbr"),
        ("a(.)", "abracadabra", "a$1$1", "abbraccaddabbra"),
        ("A+", "AAAA", "b", "b"),
        ("A+?", "AAAA", "b", "bbbb"),
        ("^(.*?)d(.*)$", "darted", "$1c$2", "carted"),
        ("(a)|b", "ab", "[$1]", "[a][]"),
        ("(a)", "a", "$12", "a2"),
        ("a", "a", "$0$0\\$\\\\", "aa$\\"),
        ("a", "xay", "$1", "xy"),
        ("(.)\\1", "hello aab", "<$1>", "he<l>o <a>b"),
    ];
    for (pattern, text, with, expected) in cases {
        assert_eq!(replace(pattern, "", text, with).as_deref(), Ok(expected), "{pattern}");
    }
    assert_eq!(replace(".*?", "", "abracadabra", "$1"), Err(Fault::MatchesNothing));
    assert_eq!(replace("(x)?\\1", "", "abracadabra", "$1"), Err(Fault::MatchesNothing));
    for wrong in ["$", "$x", "\\", "\\x", "a$"] {
        assert_eq!(replace("b", "", "a", wrong), Err(Fault::Replacement), "{wrong}");
    }
}

#[test]
fn parts_between_matches() {
    let split = |pattern: &str, text: &str| {
        Pattern::new(pattern, "").unwrap().split(text).map(|parts| parts.join("|"))
    };
    assert_eq!(split("\\s+", "The cat  sat").as_deref(), Ok("The|cat|sat"));
    assert_eq!(split(",\\s*", "1, 15, 24, 50").as_deref(), Ok("1|15|24|50"));
    assert_eq!(split("(a)\\1", "1aa2a3aa").as_deref(), Ok("1|2a3|"));
    assert_eq!(split(".?", "abba"), Err(Fault::MatchesNothing));
    assert_eq!(split("é", "aébé").as_deref(), Ok("a|b|"));
}

#[test]
fn lines() {
    assert!(matches("^$", "m", "\nabcd\ndefg\n"));
    assert!(matches("^$", "m", "abcd\n\ndefg\n "));
    // No line begins after the last line feed.
    assert!(!matches("^$", "m", "abcd\ndefg\n"));
    assert!(!matches("$", "", "a\n") || matches("a$", "m", "a\n"));
    assert!(!matches("a$", "", "a\n"), "the end is the end");
    assert!(!matches("Mary.Jones", "", "Mary\rJones"));
    assert!(matches("Mary.Jones", "s", "Mary\rJones"));
    assert_eq!(replace("^a", "m", "a\na\n", "x").as_deref(), Ok("x\nx\n"));
}

#[test]
fn case_does_not_count() {
    assert!(matches("[A-Z-[OI]]", "i", "x"));
    assert!(!matches("[A-Z-[OI]]", "i", "O"));
    assert!(!matches("[A-Z-[OI]]", "i", "i"));
    assert!(!matches("[^Q]", "i", "q"));
    assert!(matches("^[A-Z]*$", "i", "abZ"));
    assert!(matches("K", "i", "\u{212A}"), "the Kelvin sign");
    assert!(matches("[a-z]", "i", "\u{212A}"));
    assert!(!matches("\\p{Lu}", "i", "m"), "a category stays as it is");
    assert!(matches("\\p{Lu}", "i", "M"));
    assert!(matches("(é)\\1", "i", "xéÉ"));
    assert!(!matches("(é)\\1", "", "xéÉ"));
}

#[test]
fn sets_of_characters() {
    let yes = [
        ("[a-z-[aeiou]]", "b"),
        ("^[a-z-[aeiou]]+$", "rhythm"),
        ("[\\w-.]", "-"),
        ("[a-]", "-"),
        ("[-a]", "-"),
        ("[a-c-e]", "-"),
        ("[^-]", "a"),
        ("^\\p{IsBasicLatin}+$", "hello world"),
        ("\\p{IsGreek}", "α"),
        ("\\p{IsLatin-1Supplement}", "é"),
        ("^\\i\\c*$", "_a-1.b"),
        ("\\d", "٣"),
        ("^\\w+$", "aé1٣𝔸$"),
        ("[\\^a]", "^"),
        ("[a^]", "^"),
        ("[.]", "."),
        ("^[\u{10000}-\u{10FFFF}]$", "\u{1F40E}"),
        ("a[^b]", "a "),
    ];
    for (pattern, text) in yes {
        assert!(matches(pattern, "", text), "{pattern}");
    }
    let no = [
        ("[a-z-[aeiou]]", "e"),
        ("\\P{IsBasicLatin}", "a"),
        ("[.]", "a"),
        ("a[^b]", "a"),
        ("\\S", " \t\r\n"),
        ("\\s", "\u{A0}\u{B}"),
        ("[^\\s\\S]", "a"),
        ("^\\w$", "-"),
        ("^\\i", "1"),
    ];
    for (pattern, text) in no {
        assert!(!matches(pattern, "", text), "{pattern}");
    }
}

#[test]
fn white_space_in_patterns() {
    assert!(matches("hello\\ sworld", "x", "hello world"));
    assert!(matches("\\p{ I s B a s i c L a t i n }+", "x", "hello world"));
    assert!(matches(" he ll o[ ]worl d", "x", "hello world"));
    assert!(!matches("hello world", "x", "hello world"));
    assert!(matches("\\[ a", "x", "[a"));
    assert!(matches("[\\]] a", "x", "]a"));
}

#[test]
fn back_references() {
    assert!(matches("('|\").*\\1", "", "say 'x'"));
    assert!(!matches("^('|\")[^'\"]*\\1$", "", "'x\""));
    assert!(matches("^(a)\\11$", "", "aa1"));
    assert!(matches("^(a)?b\\1$", "", "b"), "a group that matched nothing matches nothing");
    for wrong in ["\\1", "(a\\1)", "(a)\\2", "(a)\\0", "(asd)[asd\\1]", "\\1(a)"] {
        assert!(matches!(fault(wrong), Fault::BackReference | Fault::Escape(_)), "{wrong}");
    }
}

/// Expected values are from Python's `re.sub`; Perl's are the same.
#[test]
fn a_turn_that_matches_nothing_is_the_last() {
    let cases = [
        ("x(?:(.||[^a]))*", "x \n", "<x |>\n"),
        ("x(?:a||b)*", "xab", "<xa>b"),
        ("x(?:a||b)+", "xab", "<xa>b"),
        ("x(?:a||b){1,3}", "xab", "<xa>b"),
        ("x(?:a||b){3}", "xabb", "<xa>bb"),
        ("x(?:a||b){3}c", "xabc", "<xabc>"),
        ("(?:a||b)*?c", "abc", "<abc>"),
        ("(?:a||b)*c", "abac", "<abac>"),
        ("x(?:a*|b*)*", "xaab", "<xaa>b"),
        ("x(?:a*|b)*", "xaab", "<xaa>b"),
        ("x(?:b|a??)*", "xbaa", "<xb>aa"),
        ("x(?:a?)*", "xaab", "<xaa>b"),
        ("x(?:a??)+", "xaa", "<x>aa"),
        ("x(|a)*", "xaa", "<x|>aa"),
        ("x(|a)+", "xaa", "<x|>aa"),
        ("(|a)+b", "aab", "<aab|>"),
        ("x(a*)*", "xaa", "<xaa|>"),
        ("x(a*)+", "xaa", "<xaa|>"),
        ("x(a|b*)*", "xabb", "<xabb|>"),
        ("(a*)*?b", "aab", "<aab|aa>"),
        ("(a?){2,}?b", "aab", "<aab|a>"),
        ("x(?:(a)|())*", "xaa", "<xaa|a|>"),
        ("(?:()|(a))+b", "ab", "<ab||a>"),
        ("x(?:|(a)|(ab)|(b)){0,2}$", "xab", "<xab|a||b>"),
        ("x((a||b)*|c)*", "xabc", "<xa||>bc"),
        ("x((a|)+|b)*", "xab", "<xa||>b"),
        ("((a||b)+?c)+", "abcac", "<abcac|ac|a>"),
        ("x(?:(?:a||b)*c|d)*", "xabcd", "<xabcd>"),
        ("(?:(^)|b)+c", "bbc", "<bbc|>"),
        ("x(?:a|$|[^a])*", "xab", "<xab>"),
        ("x(?:a|(b|))*", "xabab", "<xabab|>"),
        ("x(?:(a)|b)*", "xab", "<xab|a>"),
        ("x((a)|b|)*", "xab", "<xab||a>"),
        ("x(a|b|){2,4}", "xabab", "<xabab|b>"),
        ("(a||b){1,2}?c", "abc", "<abc|b>"),
        ("x(?:(y)||(z))*", "xyzz", "<xy|y|>zz"),
        (r"(a|)*\1b", "aab", "<aab|>"),
        (r"(?:(a|)\1)*b", "aaab", "a<aab|>"),
        (r"(?:\s*|,)*;", " ,;", "< ,;>"),
    ];
    for (pattern, text, expected) in cases {
        let groups = pattern.matches('(').count() - pattern.matches("(?:").count();
        let with: String = (1..=groups).map(|group| format!("|${group}")).collect();
        let with = format!("<$0{with}>");
        assert_eq!(replace(pattern, "", text, &with).as_deref(), Ok(expected), "{pattern}");
        // A back-reference to nothing changes nothing, but has the pattern searched for.
        let searched = format!("(?:{pattern})()\\{}", groups + 1);
        assert_eq!(replace(&searched, "", text, &with).as_deref(), Ok(expected), "{searched}");
    }
}

#[test]
fn what_is_no_pattern() {
    let wrong = [
        "(",
        ")",
        "(a",
        "a)",
        "[",
        "[a",
        "]",
        "a{",
        "{",
        "}",
        "a{,2}",
        "a{2,1}",
        "a{x}",
        "a**",
        "+",
        "?",
        "*a",
        "|*",
        "[]",
        "[^]",
        "[z-a]",
        "[a-\\d]",
        "[[]",
        "\\",
        "\\b",
        "\\k",
        "\\x41",
        "\\p",
        "\\p{",
        "\\p{Lx}",
        "\\p{IsNowhere}",
        "\\p{Greek}",
        "(?i)a",
        "(?=a)",
        "(?<n>a)",
        "\\'",
        "[a&&[b]]",
        "a{99999999999}",
    ];
    for pattern in wrong {
        fault(pattern);
    }
    for flags in ["p", " ", "smixg", "I"] {
        assert!(matches!(Pattern::new("a", flags), Err(Fault::Flag(_))), "{flags}");
    }
    assert!(Pattern::new("", "smixxims").is_ok());
}

#[test]
fn no_pattern_runs_away() {
    let long = "a".repeat(5_000);
    // Automata do not care; what needs a search stops.
    assert_eq!(Pattern::new("^(a+)+$", "").unwrap().is_match(&format!("{long}b")), Ok(false));
    assert_eq!(Pattern::new("^(a+)+\\1$", "").unwrap().is_match(&format!("{long}b")), Err(Fault::TooLong));
    assert_eq!(Pattern::new("(a*)*\\1b", "").unwrap().is_match("aaaa"), Ok(false));
    assert_eq!(Pattern::new("(|a)*\\1b", "").unwrap().is_match("aab"), Ok(true));
    // So do those that threads match, whether for their loops or for their lines.
    let loops = Pattern::new("x(?:(a*|b*)*)*c", "").unwrap();
    assert!(loops.is_linear());
    assert_eq!(loops.replace(&format!("x{long}bxac"), "<$1>").as_deref(), Ok(&*format!("x{long}b<>")));
    assert_eq!(Pattern::new("^(a+)+$", "m").unwrap().is_match(&format!("{long}b\n")), Ok(false));
    let deep = format!("{}a{}", "(".repeat(1_000), ")".repeat(1_000));
    assert_eq!(fault(&deep), Fault::TooLarge);
    let deep = format!("{}a{}", "[b-".repeat(1_000), "]".repeat(1_000));
    fault(&deep);
    assert_eq!(fault(&"()".repeat(100)), Fault::TooLarge);
    assert_eq!(fault("(a{1000}){1000}"), Fault::TooLarge);
    let doubled = Pattern::new("a", "").unwrap().replace(&"a".repeat(20_000), &"b".repeat(1_000)).map(drop);
    assert_eq!(doubled, Err(Fault::TooLong));
    assert_eq!(fault("((a{0}){20000}){20000}(b)\\1"), Fault::TooLarge);
    assert_eq!(fault("((a{9999}){9999}){9999}(b)\\1"), Fault::TooLarge);
    assert_eq!(fault(&"a".repeat(10_001)), Fault::TooLarge);
}
