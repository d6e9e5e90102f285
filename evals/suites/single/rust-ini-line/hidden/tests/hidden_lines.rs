use settings::parse_line;

fn pair(name: &str, value: &str) -> Result<Option<(String, String)>, String> {
    Ok(Some((name.to_string(), value.to_string())))
}

#[test]
fn blank_and_comment() {
    for line in ["", "   ", "# x = 1", "#", "# note"] {
        assert_eq!(parse_line(line), Ok(None), "{line:?}");
    }
}

#[test]
fn values() {
    assert_eq!(parse_line("port = 80"), pair("port", "80"));
    assert_eq!(parse_line("port=80"), pair("port", "80"));
    assert_eq!(parse_line("  path=a=b=c  "), pair("path", "a=b=c"));
    assert_eq!(parse_line("my name = two words"), pair("my name", "two words"));
    assert_eq!(parse_line("sum = 1 + 1 = 2"), pair("sum", "1 + 1 = 2"));
}

#[test]
fn errors() {
    for line in ["word", "two words", "= 3", "  = 3"] {
        let result = parse_line(line);
        assert!(matches!(&result, Err(message) if !message.is_empty()), "{line:?}: {result:?}");
    }
}
