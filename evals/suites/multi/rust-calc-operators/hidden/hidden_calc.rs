use std::collections::HashMap;

use calc::{evaluate, parse, Error, Expr};

fn value(text: &str) -> Result<f64, Error> {
    let variables = HashMap::from([("x".to_string(), 3.0), ("max".to_string(), 10.0), ("a_b2".to_string(), -1.5)]);
    evaluate(text, &variables)
}

#[test]
fn signs() {
    for (text, wanted) in [
        ("-3", -3.0), ("2 * -x", -6.0), ("--4", 4.0), ("-(1 + 2)", -3.0), ("+5", 5.0), ("-+-5", 5.0), ("1 - -1", 2.0), ("1--1", 2.0), ("4 / -2", -2.0),
        ("-2 * 3", -6.0), ("-a_b2", 1.5), ("2 - 3 - 4", -5.0), ("-2 + 3", 1.0), ("6 / -3 / -2", 1.0),
    ] {
        assert_eq!(value(text), Ok(wanted), "{text}");
    }
}

#[test]
fn powers() {
    for (text, wanted) in [
        ("2 ^ 3 ^ 2", 512.0), ("-2 ^ 2", -4.0), ("(-2) ^ 2", 4.0), ("2 ^ -1", 0.5), ("2 * 3 ^ 2", 18.0), ("2 ^ 2 * 3", 12.0), ("2 ^ -2 ^ 2", 0.0625),
        ("x ^ 2 + 1", 10.0), ("- x ^ 2 * 2", -18.0), ("1 - 2 ^ 2", -3.0), ("2 ^ --2", 4.0), ("4 ^ 0.5", 2.0), ("2 ^ (1 + 1) ^ 2", 16.0), ("-2 ^ -2", -0.25),
    ] {
        assert_eq!(value(text), Ok(wanted), "{text}");
    }
}

#[test]
fn functions() {
    for (text, wanted) in [
        ("min(3, 1, 2)", 1.0), ("max(1)", 1.0), ("max(1, x, 2)", 3.0), ("sqrt(16)", 4.0), ("abs(-3)", 3.0), ("abs(x)", 3.0), ("max + 1", 11.0), ("max(max, 4)", 10.0),
        ("min(max(1, 2), 5) ^ 2", 4.0), ("2 * sqrt(x * 3) - 1", 5.0), ("-abs(-2)", -2.0), ("max (1, 2)", 2.0), ("sqrt(abs(min(-4, 4)))", 2.0), ("sqrt(0)", 0.0), ("min((1), (2))", 1.0),
    ] {
        assert_eq!(value(text), Ok(wanted), "{text}");
    }
}

#[test]
fn errors() {
    let name = |text: &str| text.to_string();
    for (text, wanted) in [
        ("f(1)", Error::UnknownFunction(name("f"))), ("x(1)", Error::UnknownFunction(name("x"))), ("sqrt(1, 2)", Error::WrongArguments(name("sqrt"))),
        ("abs()", Error::WrongArguments(name("abs"))), ("min()", Error::WrongArguments(name("min"))), ("sqrt(-1)", Error::Domain), ("min", Error::UnknownVariable(name("min"))),
        ("1 / 0", Error::DivisionByZero), ("1 / -0", Error::DivisionByZero), ("1 +", Error::UnexpectedEnd), ("-", Error::UnexpectedEnd), ("2 ^", Error::UnexpectedEnd), ("min(1", Error::UnexpectedEnd),
        ("min(1,", Error::UnexpectedEnd), ("", Error::UnexpectedEnd), ("1 2", Error::UnexpectedToken(name("2"))), ("* 2", Error::UnexpectedToken(name("*"))), ("2 * ^ 3", Error::UnexpectedToken(name("^"))),
        ("(1", Error::UnexpectedEnd), (")", Error::UnexpectedToken(name(")"))), ("1, 2", Error::UnexpectedToken(name(","))), ("(1, 2)", Error::UnexpectedToken(name(","))), ("min(1,)", Error::UnexpectedToken(name(")"))),
        ("min(,1)", Error::UnexpectedToken(name(","))), ("min(1 2)", Error::UnexpectedToken(name("2"))), ("1 $ 2", Error::UnexpectedChar('$')), ("y", Error::UnknownVariable(name("y"))), ("2(3)", Error::UnexpectedToken(name("("))),
    ] {
        assert_eq!(value(text), Err(wanted), "{text}");
    }
}

#[test]
fn trees() {
    let number = |value| Box::new(Expr::Number(value));
    assert_eq!(parse("f(1, -x)"), Ok(Expr::Call("f".into(), vec![Expr::Number(1.0), Expr::Negate(Box::new(Expr::Variable("x".into())))])));
    assert_eq!(parse("-2 ^ 2"), Ok(Expr::Negate(Box::new(Expr::Binary(number(2.0), '^', number(2.0))))));
    assert_eq!(parse("+1"), Ok(Expr::Number(1.0)));
    assert_eq!(parse("g()"), Ok(Expr::Call("g".into(), vec![])));
    assert_eq!(parse("1 + 2"), Ok(Expr::Binary(number(1.0), '+', number(2.0))));
}
