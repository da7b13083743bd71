use proptest::prelude::{any, proptest};

use super::write::text;

fn written(given: &str) -> String {
    let mut out = String::new();
    text(&mut out, given);
    out
}

#[test]
fn a_text_is_escaped_as_rfc_8785_asks() {
    // Section 3.2.2.2 of RFC 8785, and its example in 3.2.3.
    assert_eq!(
        written("\u{8}\t\n\u{c}\r\"\\\u{f}\u{7f}/\u{20ac}"),
        "\"\\b\\t\\n\\f\\r\\\"\\\\\\u000f\u{7f}/\u{20ac}\""
    );
}

proptest! {
    #[test]
    fn a_text_is_read_as_it_was_written(given in any::<String>()) {
        let read: String = serde_json::from_str(&written(&given)).unwrap();
        assert_eq!(read, given);
        assert_eq!(written(&given), serde_json::to_string(&given).unwrap());
    }
}
