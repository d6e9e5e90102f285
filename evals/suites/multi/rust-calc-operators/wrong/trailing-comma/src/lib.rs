//! Arithmetic with variables: `evaluate("2 * (x + 1)", &variables)`.

mod eval;
mod parse;
mod token;

use std::collections::HashMap;

pub use parse::Expr;

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    UnexpectedChar(char),
    UnexpectedEnd,
    UnexpectedToken(String),
    UnknownVariable(String),
    UnknownFunction(String),
    WrongArguments(String),
    Domain,
    DivisionByZero,
}

/// The value of an expression.
pub fn evaluate(text: &str, variables: &HashMap<String, f64>) -> Result<f64, Error> {
    eval::eval(&parse(text)?, variables)
}

/// The tree of an expression.
pub fn parse(text: &str) -> Result<Expr, Error> {
    parse::Parser::new(token::tokens(text)?).whole()
}
