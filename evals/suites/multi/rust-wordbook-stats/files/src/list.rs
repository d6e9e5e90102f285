use crate::entry::Entry;

/// Entries of a text, and the numbers of the lines that are none (from 1).
pub fn read(text: &str) -> (Vec<Entry>, Vec<usize>) {
    let (mut entries, mut bad) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match Entry::parse(line) {
            Some(entry) => entries.push(entry),
            None => bad.push(index + 1),
        }
    }
    (entries, bad)
}
