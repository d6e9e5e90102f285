use crate::Error;

#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Number(f64),
    Name(String),
    Op(char),
    Open,
    Close,
}

impl Token {
    pub fn text(&self) -> String {
        match self {
            Token::Number(value) => value.to_string(),
            Token::Name(name) => name.clone(),
            Token::Op(op) => op.to_string(),
            Token::Open => "(".to_string(),
            Token::Close => ")".to_string(),
        }
    }
}

/// The tokens of a text.
pub fn tokens(text: &str) -> Result<Vec<Token>, Error> {
    let mut chars = text.chars().peekable();
    let mut found = Vec::new();
    while let Some(&c) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
        } else if c.is_ascii_digit() {
            let mut number = String::new();
            while let Some(&d) = chars.peek().filter(|d| d.is_ascii_digit() || **d == '.') {
                number.push(d);
                chars.next();
            }
            found.push(Token::Number(number.parse().map_err(|_| Error::UnexpectedChar('.'))?));
        } else if c.is_alphabetic() {
            let mut name = String::new();
            while let Some(&d) = chars.peek().filter(|d| d.is_alphanumeric() || **d == '_') {
                name.push(d);
                chars.next();
            }
            found.push(Token::Name(name));
        } else {
            found.push(match c {
                '+' | '-' | '*' | '/' => Token::Op(c),
                '(' => Token::Open,
                ')' => Token::Close,
                other => return Err(Error::UnexpectedChar(other)),
            });
            chars.next();
        }
    }
    Ok(found)
}
