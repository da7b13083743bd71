use super::check;
use crate::feel::builtins::call;
use crate::value::Value;

#[test]
fn truth() {
    check(&[
        ("not", "true", "false"),
        ("not", "0", "null"),
        ("not", "null", "null"),
        ("all", "[]", "true"),
        ("all", "true, false, true", "false"),
        ("all", "true, null, true", "null"),
        ("all", "[true, null, false]", "false"),
        ("all", "[true, 123, true]", "null"),
        ("all", "null", "null"),
        ("all", "123", "null"),
        ("any", "[]", "false"),
        ("any", "[123, false]", "null"),
        ("any", "[null, true]", "true"),
        ("any", "false, true", "true"),
        ("any", "null, false", "null"),
        ("any", "null", "null"),
    ]);
}

#[test]
fn sameness_is_of_form() {
    check(&[
        ("is", "true, false", "false"),
        ("is", "23:00:50Z, 23:00:50+00:00", "true"),
        ("is", "23:00:50@Etc/GMT, 23:00:50Z", "false"),
        ("is", "2002-04-02T23:00:00-04:00, 2002-04-03T02:00:00-01:00", "false"),
        ("is", "P0Y, P0D", "false"),
        ("is", "1, 1.0", "true"),
        ("is", "null, null", "true"),
        ("is", "2021-02-13", "false"),
        ("is", "1, 1, 1", "null"),
    ]);
}

#[test]
fn parts_of_texts() {
    check(&[
        ("substring", "'foobar, 3", "'obar"),
        ("substring", "'foobar, 3, 3", "'oba"),
        ("substring", "'foobar, 3, 3.8", "'oba"),
        ("substring", "'foobar, -2, 1", "'a"),
        ("substring", "'foobar, 3, 99", "'obar"),
        ("substring", "'foobar, 0", "null"),
        ("substring", "'foobar, 7", "null"),
        ("substring", "'foobar, -7", "null"),
        ("substring", "'foobar, 1, 0", "null"),
        ("substring", "'foobar, 1, null", "null"),
        ("substring", "'\u{1F40E}foo, 2", "'foo"),
        ("string length", "'\u{1F40E}\u{1F600}", "2"),
        ("string length", "'", "0"),
        ("upper case", "'AbDcF1", "'ABDCF1"),
        ("lower case", "'AbDcF?", "'abdcf?"),
        ("substring before", "'foobar, 'bar", "'foo"),
        ("substring before", "'foobar, 'x", "'"),
        ("substring before", "'abc, '", "'"),
        ("substring after", "'foobar, 'o", "'obar"),
        ("substring after", "'abc, '", "'abc"),
        ("substring after", "', 'a", "'"),
        ("contains", "'foobar, 'o", "true"),
        ("contains", "', 'ab", "false"),
        ("contains", "null, 'ab", "null"),
        ("starts with", "'foobar, 'fo", "true"),
        ("ends with", "'foobar, 'r", "true"),
        ("ends with", "'foobar, null", "null"),
    ]);
}

#[test]
fn joined_texts() {
    check(&[
        ("string join", "['a,'b,'c]", "'abc"),
        ("string join", "['a,'b,'c], ';", "'a;b;c"),
        ("string join", "['a,null,'c], 'X", "'aXc"),
        ("string join", "['a,'b], null", "'ab"),
        ("string join", "[], 'X", "'"),
        ("string join", "[1,2,3], 'X", "null"),
        ("string join", "123, 'X", "null"),
        ("string join", "'a, 'X", "'a"),
        ("string join", "null, 'X", "null"),
    ]);
}

#[test]
fn numbers_from_text() {
    let number = |args: &[&str]| {
        let args: Vec<Value> =
            args.iter().map(|arg| if *arg == "null" { Value::Null } else { (*arg).into() }).collect();
        call("number", &args)
    };
    assert_eq!(number(&["1,000,000.01", ",", "."]), super::v("1000000.01"));
    assert_eq!(number(&["1 000 000.01", " ", "."]), super::v("1000000.01"));
    assert_eq!(number(&["1.000.000,01", ".", ","]), super::v("1000000.01"));
    assert_eq!(number(&["1,000,000", ",", "null"]), super::v("1000000"));
    assert_eq!(number(&["-1.5", "null", "null"]), super::v("-1.5"));
    for wrong in [
        ["1,000,000.01", " ", "."],
        ["1,000,000.01", ",", ":"],
        ["1,000,000.00", ",", ","],
        ["foo,bar.001", ".", ","],
        ["1.5", "null", ","],
        ["null", ".", ","],
        ["", ".", ","],
    ] {
        assert_eq!(number(&wrong), Value::Null, "{wrong:?}");
    }
    assert_eq!(number(&["1", ","]), Value::Null, "all three must be given");
}

#[test]
fn text_from_values() {
    check(&[
        ("string", "1.50", "'1.50"),
        ("string", "true", "'true"),
        ("string", "P25M", "'P2Y1M"),
        ("string", "2018-12-10", "'2018-12-10"),
        ("string", "null", "null"),
    ]);
    assert_eq!(call("string", &[super::v("[1, 'foo]")]), "[1, \"foo\"]".into());
}

#[test]
fn dates() {
    check(&[
        ("date", "'-2017-01-01", "-2017-01-01"),
        ("date", "2017-08-14T14:25:00.123456789", "2017-08-14"),
        ("date", "2017-10-11", "2017-10-11"),
        ("date", "2017, 1, 1", "2017-01-01"),
        ("date", "999999999, 12, 31", "999999999-12-31"),
        ("date", "2017, 12, 32", "null"),
        ("date", "2017, 1.5, 1", "null"),
        ("date", "1000999999, 12, 1", "null"),
        ("date", "2017, null, 1", "null"),
        ("date", "null", "null"),
        ("date", "1", "null"),
        ("date", "[]", "null"),
        ("date", "'2012-12-25T", "null"),
    ]);
}

#[test]
fn times() {
    check(&[
        ("time", "'13:20:00+02:00", "13:20:00+02:00"),
        ("time", "2017-08-10T10:20:00-00:00", "10:20:00Z"),
        ("time", "2017-08-10", "00:00:00Z"),
        ("time", "12:45:00", "12:45:00"),
        ("time", "11, 59, 45, PT0H", "11:59:45Z"),
        ("time", "11, 59, 45, PT2H45M55S", "11:59:45+02:45:55"),
        ("time", "12, 59, 1.3, -PT1H", "12:59:01.3-01:00"),
        ("time", "12, 11, 0, null", "12:11:00"),
        ("time", "12, 11, 0", "12:11:00"),
        ("time", "12, 0, null, P0D", "null"),
        ("time", "24, 59, 45, null", "null"),
        ("time", "23, 59, 60, null", "null"),
        ("time", "10, 0, 0, PT19H", "null"),
        ("time", "2017", "null"),
    ]);
}

#[test]
fn dates_and_times() {
    check(&[
        ("date and time", "'2012-12-24", "2012-12-24T00:00:00"),
        ("date and time", "'2017-12-31T11:22:33.567Z", "2017-12-31T11:22:33.567Z"),
        ("date and time", "2017-01-01, 23:59:01+02:00", "2017-01-01T23:59:01+02:00"),
        ("date and time", "2017-08-10T10:20:00+02:00, 23:59:01", "2017-08-10T23:59:01"),
        ("date and time", "2017-08-10, null", "null"),
        ("date and time", "null, 23:59:01", "null"),
        ("date and time", "'", "null"),
        ("date and time", "2017", "null"),
    ]);
}

#[test]
fn durations() {
    check(&[
        ("duration", "'PT1000M", "PT16H40M"),
        ("duration", "'P26M", "P2Y2M"),
        ("duration", "'", "null"),
        ("duration", "[]", "null"),
        ("abs", "-P1D", "P1D"),
        ("abs", "P1D", "P1D"),
        ("abs", "-P1Y", "P1Y"),
        ("abs", "-5", "5"),
        ("abs", "'-1", "null"),
        ("years and months duration", "2011-12-22, 2013-08-24", "P1Y8M"),
        ("years and months duration", "2017-12-31T13:00:00, 2017-12-31T12:00:00", "P0M"),
        ("years and months duration", "2016-08-25T15:20:59+02:00, 2017-08-10", "P11M"),
        ("years and months duration", "2004-02-29, 2022-02-28", "P17Y11M"),
        ("years and months duration", "2004-02-29, 2022-03-01", "P18Y"),
        ("years and months duration", "2017-08-11, null", "null"),
        ("years and months duration", "2017", "null"),
    ]);
}

#[test]
fn calendar() {
    check(&[
        ("day of week", "2021-01-17T10:10:10", "'Sunday"),
        ("day of week", "2021-01-11", "'Monday"),
        ("day of week", "'foo", "null"),
        ("month of year", "2019-09-17", "'September"),
        ("day of year", "2020-12-31T10:10:10", "366"),
        ("week of year", "2003-12-31", "1"),
        ("week of year", "null", "null"),
    ]);
}
