use std::sync::Arc;

use super::{FEW, Words};

#[test]
fn few_and_many_words_are_found_alike() {
    for count in [0, 1, FEW, FEW + 1, 5 * FEW] {
        let list: Vec<Arc<str>> = (0..count).map(|at| format!("long word {at}").into()).collect();
        let twice: Vec<Arc<str>> = list.iter().chain(&list).cloned().collect();
        let words = Words::distinct(twice.iter());
        assert_eq!(words.list().to_vec(), list);
        for (word, at) in list.iter().zip(0..) {
            assert_eq!((words.find(word), Words::new(&twice).find(word)), (Some(at), Some(at)));
        }
        assert_eq!((words.find("long word"), words.find("")), (None, None));
    }
}
