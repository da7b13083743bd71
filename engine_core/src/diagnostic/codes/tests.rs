use super::Code;

#[test]
fn ids_ascend_and_so_are_unique() {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
}

#[test]
fn every_code_has_an_id_of_its_severity_and_texts() {
    for code in Code::ALL {
        let (letter, digits) = code.id().split_at(1);
        assert!(code.severity().word().to_uppercase().starts_with(letter), "{}", code.id());
        assert!(digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{}", code.id());
        assert!(!code.title().is_empty() && !code.title().ends_with('.'), "{}", code.id());
        assert!(code.explanation().ends_with('.'), "{}", code.id());
    }
}
