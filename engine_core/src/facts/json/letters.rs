//! The letters of a text: where plain ones end, and what escapes stand for.

/// How many bytes come before the first quote, backslash or control character.
#[inline]
pub fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const QUOTES: u64 = ONES * b'"' as u64;
    const BACKSLASHES: u64 = ONES * b'\\' as u64;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut passed = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        // The lowest mark is exact, although higher ones may be false.
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let marks = control | zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
        if marks != 0 {
            return passed + (marks.trailing_zeros() / 8) as usize;
        }
        passed += 8;
    }
    passed + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count()
}

/// Whether texts of the same length are equal: by words, the last two of which may overlap. Names are too short for a call to `memcmp`.
#[inline]
#[must_use]
pub fn same(one: &[u8], other: &[u8]) -> bool {
    let (Some(last), Some(other_last)) = (one.last_chunk::<8>(), other.last_chunk::<8>()) else {
        return one.iter().eq(other);
    };
    u64::from_ne_bytes(*last) == u64::from_ne_bytes(*other_last)
        && one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0).all(|(one, other)| one == other)
}

/// A text with its escapes resolved. They were looked at before, so that nothing can fail.
pub fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = after.chars();
        match letters.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let unit = |text: &str| text.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
                let first = unit(letters.as_str());
                let second = letters.as_str().get(4..).and_then(|rest| unit(rest.strip_prefix("\\u")?));
                let units = first.into_iter().chain(second);
                let letter = char::decode_utf16(units).next().and_then(Result::ok).unwrap_or('\u{fffd}');
                out.push(letter);
                let used = if letter.len_utf16() == 2 { 10 } else { 4 };
                letters = letters.as_str().get(used..).unwrap_or_default().chars();
            }
            Some(same) => out.push(same),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out
}
