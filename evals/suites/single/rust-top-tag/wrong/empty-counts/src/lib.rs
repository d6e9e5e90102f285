use std::collections::HashMap;

/// The most frequent tag; of several the one that appears first.
pub fn top_tag(tags: &[&str]) -> Option<String> {
    let tags: Vec<String> = tags.iter().map(|t| t.trim().to_lowercase()).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for tag in &tags {
        *counts.entry(tag.as_str()).or_insert(0) += 1;
    }
    let best = counts.values().copied().max()?;
    tags.iter().find(|tag| counts[tag.as_str()] == best).cloned()
}
