use std::sync::Arc;

use super::{ContextValue, Value};

#[test]
fn a_value_fits_in_four_words() {
    assert!(size_of::<Value>() <= 32, "{}", size_of::<Value>());
}

#[test]
fn a_context_has_each_name_once() {
    let entry = |name: &str| (Arc::from(name), Value::Null);
    assert!(ContextValue::new(vec![entry("a"), entry("b")]).is_some());
    assert_eq!(ContextValue::new(vec![entry("a"), entry("b"), entry("a")]), None);
}
