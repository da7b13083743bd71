use super::check;

#[test]
fn regular_expressions() {
    check(&[
        ("matches", "'foobar, '^fo*b", "true"),
        ("matches", "'foobar, '^bar", "false"),
        ("matches", "'ABC, 'abc, 'i", "true"),
        ("matches", "'abracadabra, 'bra, null", "true"),
        ("matches", "'a, 'a, 'p", "null"),
        ("matches", "'a, null", "null"),
        ("matches", "null, 'a", "null"),
        ("matches", "'input, []", "null"),
        ("matches", "'a, '(.)\\3", "null"),
        ("replace", "'abracadabra, 'bra, '*", "'a*cada*"),
        ("replace", "'darted, '^(.*?)d(.*)$, '$1c$2", "'carted"),
        ("replace", "'a.b.c., '[a-z], '#, 's", "'#.#.#."),
        ("replace", "'abracadabra, '.*?, '$1", "null"),
        ("replace", "'a, 'b, '\\", "null"),
        ("replace", "'a, 'b, null", "null"),
        ("replace", "null, 'b, 'c", "null"),
        ("split", "'John Doe, '\\s", "['John,'Doe]"),
        ("split", "'a;b;c;;, ';", "['a,'b,'c,',']"),
        ("split", "'foo, ';", "['foo]"),
        ("split", "', ';", "[']"),
        ("split", "'foo, '", "null"),
        ("split", "'foo, null", "null"),
    ]);
}
