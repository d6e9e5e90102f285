use std::collections::HashMap;

use crate::parse::Expr;
use crate::Error;

/// The value of a tree.
pub fn eval(expr: &Expr, variables: &HashMap<String, f64>) -> Result<f64, Error> {
    match expr {
        Expr::Number(value) => Ok(*value),
        Expr::Variable(name) => variables.get(name).copied().ok_or_else(|| Error::UnknownVariable(name.clone())),
        Expr::Negate(inner) => Ok(-eval(inner, variables)?),
        Expr::Call(name, arguments) => {
            let values: Result<Vec<f64>, Error> = arguments.iter().map(|argument| eval(argument, variables)).collect();
            call(name, &values?)
        }
        Expr::Binary(left, op, right) => {
            let (a, b) = (eval(left, variables)?, eval(right, variables)?);
            match op {
                '+' => Ok(a + b),
                '-' => Ok(a - b),
                '*' => Ok(a * b),
                '^' => Ok(a.powf(b)),
                _ if b == 0.0 => Err(Error::DivisionByZero),
                _ => Ok(a / b),
            }
        }
    }
}

fn call(name: &str, values: &[f64]) -> Result<f64, Error> {
    match (name, values) {
        ("min", [first, rest @ ..]) => Ok(rest.iter().copied().fold(*first, f64::min)),
        ("max", [first, rest @ ..]) => Ok(rest.iter().copied().fold(*first, f64::max)),
        ("sqrt", [value]) if *value < 0.0 => Err(Error::Domain),
        ("sqrt", [value]) => Ok(value.sqrt()),
        ("abs", [value]) => Ok(value.abs()),
        ("min" | "max" | "sqrt" | "abs", _) => Err(Error::WrongArguments(name.to_string())),
        _ => Err(Error::UnknownFunction(name.to_string())),
    }
}
