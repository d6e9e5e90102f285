//! Reads our settings files.

/// Name and value of one line, None for a blank one or a comment.
pub fn parse_line(line: &str) -> Result<Option<(String, String)>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (name, rest) = line.split_once('=').ok_or_else(|| format!("no = in {line:?}"))?;
    let name = name.trim();
    if name.is_empty() {
        return Err(format!("no name in {line:?}"));
    }
    let rest = rest.trim_start();
    let value = match rest.strip_prefix('"') {
        Some(quoted) => quoted_value(quoted)?,
        None => plain_value(rest),
    };
    Ok(Some((name.to_string(), value)))
}

fn plain_value(rest: &str) -> String {
    let mut blank_before = true;
    for (index, c) in rest.char_indices() {
        if c == '#' && blank_before {
            return rest[..index].trim().to_string();
        }
        blank_before = c.is_whitespace();
    }
    rest.trim().to_string()
}

fn quoted_value(quoted: &str) -> Result<String, String> {
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((index, c)) = chars.next() {
        match c {
            '"' => {
                let after = quoted[index + 1..].trim();
                if after.is_empty() || after.starts_with('#') {
                    return Ok(value);
                }
                return Err(format!("unexpected {after:?} after the value"));
            }
            c => value.push(c),
        }
    }
    Err("the quote is never closed".to_string())
}
