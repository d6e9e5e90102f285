/// A word with its translation and how often it was answered right and wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub word: String,
    pub meaning: String,
    pub right: u32,
    pub wrong: u32,
}

impl Entry {
    /// An entry from "word;meaning;right;wrong"; the numbers may be missing.
    pub fn parse(line: &str) -> Option<Entry> {
        let mut parts = line.split(';').map(str::trim);
        let word = parts.next().filter(|word| !word.is_empty())?;
        let meaning = parts.next().filter(|meaning| !meaning.is_empty())?;
        let mut number = || parts.next().map_or(Some(0), |text| text.parse().ok());
        Some(Entry { word: word.to_string(), meaning: meaning.to_string(), right: number()?, wrong: number()? })
    }

    pub fn tries(&self) -> u32 {
        self.right + self.wrong
    }
}
