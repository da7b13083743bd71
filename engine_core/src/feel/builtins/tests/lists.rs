use super::check;

#[test]
fn looking_for_items() {
    check(&[
        ("list contains", "['a,'b], 'b", "true"),
        ("list contains", "[1,2,null], null", "true"),
        ("list contains", "[1,2], null", "false"),
        ("list contains", "[1,'a], 'b", "false"),
        ("list contains", "['a,'b], ['b]", "false"),
        ("list contains", "[1,[2]], [2]", "true"),
        ("list contains", "null, 1", "null"),
        ("index of", "[1,2,3,2], 2", "[2,4]"),
        ("index of", "['x], 'y", "[]"),
        ("index of", "[1,null], null", "[2]"),
        ("count", "[1,null,[2,3]]", "3"),
        ("count", "[]", "0"),
        ("count", "null", "null"),
    ]);
}

#[test]
fn joining_lists() {
    check(&[
        ("append", "[1,2], 3, 4", "[1,2,3,4]"),
        ("append", "[[1],[2]], [3,4]", "[[1],[2],[3,4]]"),
        ("append", "[1], null", "[1,null]"),
        ("append", "1, 2", "[1,2]"),
        ("append", "[1]", "null"),
        ("append", "null, 1", "null"),
        ("concatenate", "[1,2], [3]", "[1,2,3]"),
        ("concatenate", "[1,[2]], [3], 4", "[1,[2],3,4]"),
        ("concatenate", "[1]", "[1]"),
        ("concatenate", "[1], null", "null"),
        ("union", "[1,2], [2,3]", "[1,2,3]"),
        ("distinct values", "[1,2,3,2,1,null,null]", "[1,2,3,null]"),
        ("flatten", "[[1,2],[[3]],4]", "[1,2,3,4]"),
        ("reverse", "[1,2,[3,4]]", "[[3,4],2,1]"),
    ]);
}

#[test]
fn positions() {
    check(&[
        ("insert before", "['x,'y,'z], 2, 'OK", "['x,'OK,'y,'z]"),
        ("insert before", "[[1],[2]], 2, [3,4]", "[[1],[3,4],[2]]"),
        ("insert before", "[1,2,3], -1, 9", "[1,2,9,3]"),
        ("insert before", "[1], 2, 9", "null"),
        ("insert before", "[1], 0, 9", "null"),
        ("remove", "['a,'b,'c], 2", "['a,'c]"),
        ("remove", "['a,'b,'c], -1", "['a,'b]"),
        ("remove", "['a], 0", "null"),
        ("remove", "['a], -2", "null"),
        ("sublist", "['a,'b,'c], 1, 2", "['a,'b]"),
        ("sublist", "['a,'b,'c], -1, 1", "['c]"),
        ("sublist", "['a,'b,'c], 2", "['b,'c]"),
        ("sublist", "['a,'b,'c], 0", "null"),
        ("sublist", "['a,'b,'c], 4", "null"),
    ]);
}
