use std::cmp::Ordering;

use crate::entry::Entry;

/// Figures over all entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    pub words: usize,
    pub tried: usize,
    pub right: u32,
    pub total: u32,
}

pub fn summary(entries: &[Entry]) -> Summary {
    Summary {
        words: entries.len(),
        tried: entries.iter().filter(|entry| entry.tries() > 0).count(),
        right: entries.iter().map(|entry| entry.right).sum(),
        total: entries.iter().map(Entry::tries).sum(),
    }
}

/// Entries with the lowest share of right answers.
pub fn hardest(entries: &[Entry], count: usize) -> Vec<&Entry> {
    let mut tried: Vec<&Entry> = entries.iter().collect();
    tried.sort_by(|a, b| by_share(a, b).then(b.tries().cmp(&a.tries())).then_with(|| a.word.cmp(&b.word)));
    tried.truncate(count);
    tried
}

fn by_share(a: &Entry, b: &Entry) -> Ordering {
    let left = u64::from(a.right) * u64::from(b.tries());
    left.cmp(&(u64::from(b.right) * u64::from(a.tries())))
}
