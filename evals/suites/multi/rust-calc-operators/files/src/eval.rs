use std::collections::HashMap;

use crate::parse::Expr;
use crate::Error;

/// The value of a tree.
pub fn eval(expr: &Expr, variables: &HashMap<String, f64>) -> Result<f64, Error> {
    match expr {
        Expr::Number(value) => Ok(*value),
        Expr::Variable(name) => variables.get(name).copied().ok_or_else(|| Error::UnknownVariable(name.clone())),
        Expr::Binary(left, op, right) => {
            let (a, b) = (eval(left, variables)?, eval(right, variables)?);
            match op {
                '+' => Ok(a + b),
                '-' => Ok(a - b),
                '*' => Ok(a * b),
                _ if b == 0.0 => Err(Error::DivisionByZero),
                _ => Ok(a / b),
            }
        }
    }
}
