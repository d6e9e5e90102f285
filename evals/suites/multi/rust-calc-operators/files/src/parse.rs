use crate::token::Token;
use crate::Error;

/// The tree of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Number(f64),
    Variable(String),
    Binary(Box<Expr>, char, Box<Expr>),
}

pub struct Parser {
    tokens: Vec<Token>,
    place: usize,
}

impl Parser {
    pub fn new(tokens: Vec<Token>) -> Self {
        Parser { tokens, place: 0 }
    }

    /// The expression that all tokens make up.
    pub fn whole(mut self) -> Result<Expr, Error> {
        let expr = self.sum()?;
        match self.tokens.get(self.place) {
            None => Ok(expr),
            Some(token) => Err(Error::UnexpectedToken(token.text())),
        }
    }

    fn take_op(&mut self, wanted: &[char]) -> Option<char> {
        match self.tokens.get(self.place) {
            Some(Token::Op(op)) if wanted.contains(op) => {
                self.place += 1;
                Some(*op)
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Result<Expr, Error> {
        let mut left = self.product()?;
        while let Some(op) = self.take_op(&['+', '-']) {
            left = Expr::Binary(Box::new(left), op, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, Error> {
        let mut left = self.atom()?;
        while let Some(op) = self.take_op(&['*', '/']) {
            left = Expr::Binary(Box::new(left), op, Box::new(self.atom()?));
        }
        Ok(left)
    }

    fn atom(&mut self) -> Result<Expr, Error> {
        let token = self.tokens.get(self.place).cloned().ok_or(Error::UnexpectedEnd)?;
        self.place += 1;
        match token {
            Token::Number(value) => Ok(Expr::Number(value)),
            Token::Name(name) => Ok(Expr::Variable(name)),
            Token::Open => {
                let inner = self.sum()?;
                match self.tokens.get(self.place) {
                    Some(Token::Close) => {
                        self.place += 1;
                        Ok(inner)
                    }
                    Some(other) => Err(Error::UnexpectedToken(other.text())),
                    None => Err(Error::UnexpectedEnd),
                }
            }
            other => Err(Error::UnexpectedToken(other.text())),
        }
    }
}
