use settings::parse_line;

fn pair(name: &str, value: &str) -> Result<Option<(String, String)>, String> {
    Ok(Some((name.to_string(), value.to_string())))
}

#[test]
fn blank_and_comment() {
    for line in ["", "   ", "# x = 1", "  # note", "\t#"] {
        assert_eq!(parse_line(line), Ok(None), "{line:?}");
    }
}

#[test]
fn plain_values() {
    assert_eq!(parse_line("port = 80"), pair("port", "80"));
    assert_eq!(parse_line("  path=a=b=c  "), pair("path", "a=b=c"));
    assert_eq!(parse_line("port = 80 # web"), pair("port", "80"));
    assert_eq!(parse_line("port = 80\t# a # b"), pair("port", "80"));
    assert_eq!(parse_line("color = a#b"), pair("color", "a#b"));
    assert_eq!(parse_line("my name = two words"), pair("my name", "two words"));
    assert_eq!(parse_line("empty ="), pair("empty", ""));
    assert_eq!(parse_line("empty = # nothing"), pair("empty", ""));
    assert_eq!(parse_line("stra\u{df}e = \u{fc}ber#\u{df} # x"), pair("stra\u{df}e", "\u{fc}ber#\u{df}"));
}

#[test]
fn quoted_values() {
    assert_eq!(parse_line(r#"t = " a # b ""#), pair("t", " a # b "));
    assert_eq!(parse_line(r#"t = "x" # note"#), pair("t", "x"));
    assert_eq!(parse_line(r#"t = "a\"b\\c""#), pair("t", r#"a"b\c"#));
    assert_eq!(parse_line(r#"t = """#), pair("t", ""));
    assert_eq!(parse_line(r#"t = "ends\\""#), pair("t", r"ends\"));
}

#[test]
fn errors() {
    for line in ["word", "= 3", "  =", r#"t = "open"#, r#"t = "open\""#, r#"t = "a" b"#, r#"t = "a"b"#] {
        let result = parse_line(line);
        assert!(matches!(&result, Err(message) if !message.is_empty()), "{line:?}: {result:?}");
    }
}
