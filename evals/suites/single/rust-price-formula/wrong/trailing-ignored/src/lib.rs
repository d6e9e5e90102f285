use std::collections::HashMap;

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum FormulaError {
    /// Position in bytes.
    Syntax(usize),
    UnknownName(String),
    DivisionByZero,
}

use FormulaError::{DivisionByZero, Syntax, UnknownName};

/// The value of a formula.
pub fn evaluate(formula: &str, values: &HashMap<String, f64>) -> Result<f64, FormulaError> {
    let mut parser = Parser { text: formula.as_bytes(), at: 0, values };
    let value = parser.sum()?;
    match parser.peek() {
        None => Ok(value),
        Some(_) => Ok(value),
    }
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    values: &'a HashMap<String, f64>,
}

impl Parser<'_> {
    /// The next byte that is not a space; `at` is its position.
    fn peek(&mut self) -> Option<u8> {
        while self.text.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: u8) -> Result<(), FormulaError> {
        if self.take(wanted) { Ok(()) } else { Err(Syntax(self.at)) }
    }

    fn sum(&mut self) -> Result<f64, FormulaError> {
        let mut value = self.product()?;
        loop {
            if self.take(b'+') {
                value += self.product()?;
            } else if self.take(b'-') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, FormulaError> {
        let mut value = self.signed()?;
        loop {
            if self.take(b'*') {
                value *= self.signed()?;
            } else if self.take(b'/') {
                let by = self.signed()?;
                if by == 0.0 {
                    return Err(DivisionByZero);
                }
                value /= by;
            } else {
                return Ok(value);
            }
        }
    }

    fn signed(&mut self) -> Result<f64, FormulaError> {
        if self.take(b'-') { Ok(-self.signed()?) } else { self.power() }
    }

    fn power(&mut self) -> Result<f64, FormulaError> {
        let base = self.atom()?;
        if self.take(b'^') { Ok(base.powf(self.signed()?)) } else { Ok(base) }
    }

    fn atom(&mut self) -> Result<f64, FormulaError> {
        match self.peek() {
            Some(b'(') => {
                self.at += 1;
                let value = self.sum()?;
                self.expect(b')')?;
                Ok(value)
            }
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_ascii_alphabetic() || c == b'_' => self.name(),
            _ => Err(Syntax(self.at)),
        }
    }

    fn while_matches(&mut self, fits: impl Fn(u8) -> bool) -> String {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|c| fits(*c)) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.text[start..self.at]).into_owned()
    }

    fn number(&mut self) -> Result<f64, FormulaError> {
        let mut digits = self.while_matches(|c| c.is_ascii_digit());
        let next_is_digit = self.text.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        if self.text.get(self.at) == Some(&b'.') && next_is_digit {
            self.at += 1;
            digits = digits + "." + &self.while_matches(|c| c.is_ascii_digit());
        }
        digits.parse().map_err(|_| Syntax(self.at))
    }

    fn name(&mut self) -> Result<f64, FormulaError> {
        let name = self.while_matches(|c| c.is_ascii_alphanumeric() || c == b'_');
        if self.peek() != Some(b'(') {
            return self.values.get(&name).copied().ok_or(UnknownName(name));
        }
        let choose: fn(f64, f64) -> f64 = match name.as_str() {
            "min" => f64::min,
            "max" => f64::max,
            _ => return Err(UnknownName(name)),
        };
        self.at += 1;
        let mut value = self.sum()?;
        while self.take(b',') {
            value = choose(value, self.sum()?);
        }
        self.expect(b')')?;
        Ok(value)
    }
}
