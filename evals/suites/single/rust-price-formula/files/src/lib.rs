use std::collections::HashMap;

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum FormulaError {
    /// Position in bytes.
    Syntax(usize),
    UnknownName(String),
    DivisionByZero,
}
