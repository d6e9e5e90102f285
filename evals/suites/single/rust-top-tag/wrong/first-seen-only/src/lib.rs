pub fn top_tag(tags: &[&str]) -> Option<String> {
    tags.iter().map(|t| t.trim().to_lowercase()).find(|t| !t.is_empty())
}
