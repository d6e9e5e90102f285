use crate::token::Token;
use crate::Error;

/// The tree of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Number(f64),
    Variable(String),
    Negate(Box<Expr>),
    Binary(Box<Expr>, char, Box<Expr>),
    Call(String, Vec<Expr>),
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
        let mut left = self.signed()?;
        while let Some(op) = self.take_op(&['*', '/']) {
            left = Expr::Binary(Box::new(left), op, Box::new(self.signed()?));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expr, Error> {
        match self.take_op(&['+', '-']) {
            Some('-') => Ok(Expr::Negate(Box::new(self.signed()?))),
            Some(_) => self.signed(),
            None => self.power(),
        }
    }

    fn power(&mut self) -> Result<Expr, Error> {
        let mut base = self.atom()?;
        while let Some(op) = self.take_op(&['^']) {
            base = Expr::Binary(Box::new(base), op, Box::new(self.atom()?));
        }
        Ok(base)
    }

    /// Takes a token if it is the next one.
    fn take(&mut self, wanted: &Token) -> bool {
        let is_next = self.tokens.get(self.place) == Some(wanted);
        self.place += usize::from(is_next);
        is_next
    }

    fn close(&mut self) -> Result<(), Error> {
        if self.take(&Token::Close) {
            return Ok(());
        }
        Err(self.tokens.get(self.place).map_or(Error::UnexpectedEnd, |other| Error::UnexpectedToken(other.text())))
    }

    fn arguments(&mut self) -> Result<Vec<Expr>, Error> {
        let mut found = Vec::new();
        if self.take(&Token::Close) {
            return Ok(found);
        }
        loop {
            found.push(self.sum()?);
            if !self.take(&Token::Comma) {
                self.close()?;
                return Ok(found);
            }
        }
    }

    fn atom(&mut self) -> Result<Expr, Error> {
        let token = self.tokens.get(self.place).cloned().ok_or(Error::UnexpectedEnd)?;
        self.place += 1;
        match token {
            Token::Number(value) => Ok(Expr::Number(value)),
            Token::Name(name) if self.take(&Token::Open) => Ok(Expr::Call(name, self.arguments()?)),
            Token::Name(name) => Ok(Expr::Variable(name)),
            Token::Open => {
                let inner = self.sum()?;
                self.close()?;
                Ok(inner)
            }
            other => Err(Error::UnexpectedToken(other.text())),
        }
    }
}
