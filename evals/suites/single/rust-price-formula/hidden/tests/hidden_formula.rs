use pricing::FormulaError::{DivisionByZero, Syntax, UnknownName};
use pricing::{evaluate, FormulaError};
use std::collections::HashMap;

fn value(formula: &str) -> Result<f64, FormulaError> {
    let values = [("price", 20.0), ("n_2", 3.0), ("_x", -1.5), ("min", 7.0)];
    evaluate(formula, &values.iter().map(|(n, v)| (n.to_string(), *v)).collect::<HashMap<_, _>>())
}

fn is(formula: &str, wanted: f64) {
    match value(formula) {
        Ok(found) => assert!((found - wanted).abs() < 1e-9, "{formula}: {found} instead of {wanted}"),
        Err(error) => panic!("{formula}: {error:?}"),
    }
}

#[test]
fn arithmetic() {
    is("2+3*4", 14.0);
    is(" ( 2 + 3 ) * 4 ", 20.0);
    is("10-4-3", 3.0);
    is("24/4/2", 3.0);
    is("0.5*3.25", 1.625);
    is("2*(1+(3-1))/3", 2.0);
}

#[test]
fn minus_in_front() {
    is("-3+5", 2.0);
    is("--3", 3.0);
    is("2*-3", -6.0);
    is("2--3", 5.0);
    is("-(1+2)", -3.0);
    is("- - -2", -2.0);
}

#[test]
fn powers() {
    is("-2^2", -4.0);
    is("2^3^2", 512.0);
    is("2^-1", 0.5);
    is("(-2)^2", 4.0);
    is("2*3^2", 18.0);
    is("2^-1^2", 0.5);
}

#[test]
fn names_and_functions() {
    is("price * n_2", 60.0);
    is("price*_x", -30.0);
    is("min(price, 12, n_2 * 2)", 6.0);
    is("max(1, min(5, 3)) + max ( -2 )", 1.0);
    is("min + min(1)", 8.0);
    assert_eq!(value("discount"), Err(UnknownName("discount".into())));
    assert_eq!(value("sqrt(4)"), Err(UnknownName("sqrt".into())));
    assert_eq!(value("price(4)"), Err(UnknownName("price".into())));
}

#[test]
fn division_by_zero() {
    assert_eq!(value("1/0"), Err(DivisionByZero));
    assert_eq!(value("1/(n_2-3)"), Err(DivisionByZero));
}

#[test]
fn syntax() {
    for (formula, position) in [
        ("", 0), ("  ", 2), ("2+", 2), ("(1+2", 4), ("1 2", 2), ("1+*2", 2), ("1)", 1), ("min()", 4), ("max(1,)", 6),
        ("2 $ 3", 2), ("+1", 0), ("3price", 1), ("()", 1), ("max(1 2)", 6),
    ] {
        assert_eq!(value(formula), Err(Syntax(position)), "{formula:?}");
    }
}
