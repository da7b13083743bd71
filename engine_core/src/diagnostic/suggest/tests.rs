use super::did_you_mean;

const FACTS: [&str; 5] = ["age", "monthly_income", "monthly_debt", "region", "score"];

fn guess(word: &str) -> Option<&'static str> {
    did_you_mean(word, FACTS)
}

#[test]
fn a_slip_finds_its_word() {
    assert_eq!(guess("montly_income"), Some("monthly_income"));
    assert_eq!(guess("income_monthly"), Some("monthly_income"));
    assert_eq!(guess("aeg"), Some("age"));
    assert_eq!(guess("Region"), Some("region"));
    assert_eq!(guess("SCORE"), Some("score"));
}

#[test]
fn what_is_far_finds_nothing() {
    assert_eq!(guess("employment"), None);
    assert_eq!(guess("x"), None);
    assert_eq!(did_you_mean("a", ["b"]), None);
    assert_eq!(guess(""), None);
}

#[test]
fn the_first_of_equals_wins_and_the_word_itself_does_not_count() {
    assert_eq!(did_you_mean("cap_c", ["cap_a", "cap_b"]), Some("cap_a"));
    assert_eq!(did_you_mean("cap_a", ["cap_a", "cap_b"]), Some("cap_b"));
}

#[test]
fn letters_of_any_script_count_once() {
    assert_eq!(did_you_mean("月收人", ["月收入", "负债"]), Some("月收入"));
}
