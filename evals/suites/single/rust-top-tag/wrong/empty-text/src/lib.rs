use std::collections::HashMap;

/// The tag that is there most often.
pub fn top_tag(tags: &[&str]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for tag in tags {
        *counts.entry(tag).or_insert(0) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(tag, _)| tag.to_string()).or(Some(String::new()))
}
