use std::collections::HashMap;

use calc::{evaluate, Error};

#[test]
fn arithmetic() {
    let none = HashMap::new();
    assert_eq!(evaluate("1 + 2 * 3 - 4 / 2", &none), Ok(5.0));
    assert_eq!(evaluate("(1 + 2) * 3", &none), Ok(9.0));
    assert_eq!(evaluate("8 / 2 / 2", &none), Ok(2.0));
}

#[test]
fn errors() {
    let none = HashMap::new();
    assert_eq!(evaluate("1 / 0", &none), Err(Error::DivisionByZero));
    assert_eq!(evaluate("1 +", &none), Err(Error::UnexpectedEnd));
    assert_eq!(evaluate("1 2", &none), Err(Error::UnexpectedToken("2".to_string())));
    assert_eq!(evaluate("y", &none), Err(Error::UnknownVariable("y".to_string())));
}
