use super::check;

#[test]
fn order_of_points_and_ranges() {
    check(&[
        ("before", "1, 10", "true"),
        ("before", "10, 1", "false"),
        ("before", "1, [1..10]", "false"),
        ("before", "1, (1..10]", "true"),
        ("before", "[1..10), 10", "true"),
        ("before", "[1..10], [10..20]", "false"),
        ("before", "[1..10), [10..20]", "true"),
        ("before", "[1..10], 'a", "null"),
        ("before", "null, 1", "null"),
        ("after", "10, [1..10)", "true"),
        ("after", "10, [1..10]", "false"),
        ("after", "(11..20], 11", "true"),
        ("after", "[11..20], 11", "false"),
        ("after", "[11..20], [1..11)", "true"),
        ("after", "(11..20], [1..11]", "true"),
        ("after", "5, (10..)", "false"),
        ("before", "5, (10..)", "true"),
    ]);
}

#[test]
fn meeting_and_overlapping() {
    check(&[
        ("meets", "[1..5], [5..10]", "true"),
        ("meets", "[1..5), [5..10]", "false"),
        ("meets", "[1..5], [6..10]", "false"),
        ("met by", "[5..10], [1..5]", "true"),
        ("met by", "(5..10], [1..5]", "false"),
        ("overlaps", "[1..5], [3..8]", "true"),
        ("overlaps", "[3..5], [1..8]", "true"),
        ("overlaps", "[1..5], [6..8]", "false"),
        ("overlaps", "[1..5], [5..8]", "true"),
        ("overlaps", "[1..5], (5..8]", "false"),
        ("overlaps", "(5..8], [1..5]", "false"),
        ("overlaps", "(..5), [1..2]", "true"),
        ("overlaps before", "[1..5], [3..8]", "true"),
        ("overlaps before", "[1..5], [5..8]", "true"),
        ("overlaps before", "[1..5), [5..8]", "false"),
        ("overlaps before", "[1..5], (1..5]", "true"),
        ("overlaps before", "[1..5], [1..5]", "false"),
        ("overlaps after", "[3..8], [1..5]", "true"),
        ("overlaps after", "(1..6], [1..5]", "true"),
        ("overlaps after", "(5..8], [1..5]", "false"),
    ]);
}

#[test]
fn lying_within() {
    check(&[
        ("during", "1, [1..10]", "true"),
        ("during", "1, (1..10]", "false"),
        ("during", "(1..10), [1..10]", "true"),
        ("during", "[1..10], (1..10]", "false"),
        ("includes", "[1..10), 10", "false"),
        ("includes", "[1..10], (1..10)", "true"),
        ("includes", "(..10], [1..10]", "true"),
        ("starts", "1, [1..10]", "true"),
        ("starts", "(1..5], [1..10]", "false"),
        ("starts", "[1..10), [1..10]", "true"),
        ("started by", "[1..10], 2", "false"),
        ("started by", "[1..10], [1..10)", "true"),
        ("finishes", "10, [1..10]", "true"),
        ("finishes", "10, [1..10)", "false"),
        ("finished by", "[1..10], [5..10)", "false"),
        ("finished by", "[1..10), [5..10)", "true"),
        ("finished by", "[1..10], (1..10]", "true"),
        ("coincides", "5, 5", "true"),
        ("coincides", "3, 4", "false"),
        ("coincides", "(1..5), [1..5]", "false"),
        ("coincides", "[1..5], [1..5]", "true"),
    ]);
}
