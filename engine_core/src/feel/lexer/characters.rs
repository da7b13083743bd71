//! Which characters are space, which make names, and which look like FEEL's but are not.

/// White space of the FEEL grammar.
pub(super) fn is_space(character: char) -> bool {
    matches!(character, '\u{9}'..='\u{d}' | ' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200b}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

/// The characters that may begin a name, without `?`, which is the input of a table cell.
pub(super) fn is_name_start(character: char) -> bool {
    let in_grammar = matches!(character, 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}'
        | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}');
    // The grammar's ranges take in full-width punctuation and digits, which an author means as the ASCII ones.
    in_grammar && !is_space(character) && ascii_form(character).is_none()
}

/// The characters that may follow in a name.
pub(super) fn is_name_part(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// What to write for a character that only looks like one of FEEL's.
pub(in crate::feel) fn ascii_form(character: char) -> Option<char> {
    let form = match character {
        '\u{ff01}'..='\u{ff0f}'
        | '\u{ff10}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}'
        | '\u{ff5b}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0)?,
        '“' | '”' | '„' | '‘' | '’' | '「' | '」' | '『' | '』' => '"',
        '、' => ',',
        '。' => '.',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '−' | '–' | '—' => '-',
        '×' => '*',
        '÷' => '/',
        _ => return None,
    };
    Some(form)
}
