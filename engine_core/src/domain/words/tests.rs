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

#[test]
fn words_that_differ_only_here_or_there_are_told_apart() {
    // Texts of one to 20 letters that differ in one letter from a run of `a`.
    let mut list: Vec<Arc<str>> = Vec::new();
    for length in 1..=20 {
        for at in 0..length {
            let letters: String = (0..length).map(|other| if other == at { 'b' } else { 'a' }).collect();
            list.push(letters.into());
        }
    }
    for chunk in list.chunks(FEW) {
        let words = Words::new(chunk);
        for word in &list {
            let place = chunk.iter().position(|one| one == word).map(|at| i64::try_from(at).unwrap());
            assert_eq!(words.find(word), place, "{word}");
        }
    }
}
