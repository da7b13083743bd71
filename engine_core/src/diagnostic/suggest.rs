//! Guesses at the word that an author meant.
#[cfg(test)]
mod tests;

/// The candidate nearest to `word`, if one is near enough to be a slip of it; the first of equals.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    // A third of the word may be wrong; a word of one letter is not a slip of another.
    let most = (length.max(3) / 3).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

// `income_monthly` is one slip away from `monthly_income`.
fn distance(wanted: &str, candidate: &str) -> usize {
    let letters = strsim::damerau_levenshtein(wanted, candidate);
    if letters > 1 && wanted.len() == candidate.len() && parts(wanted) == parts(candidate) {
        1
    } else {
        letters
    }
}

fn parts(word: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = word.split(['_', '.', ' ']).collect();
    parts.sort_unstable();
    parts
}
