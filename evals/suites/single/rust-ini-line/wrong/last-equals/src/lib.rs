//! Reads our settings files.

/// Name and value of one line, None for a blank one or a comment.
pub fn parse_line(line: &str) -> Result<Option<(String, String)>, String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (name, value) = line.rsplit_once('=').ok_or_else(|| format!("no = in {line:?}"))?;
    let name = name.trim();
    if name.is_empty() {
        return Err(format!("no name in {line:?}"));
    }
    Ok(Some((name.to_string(), value.trim().to_string())))
}
