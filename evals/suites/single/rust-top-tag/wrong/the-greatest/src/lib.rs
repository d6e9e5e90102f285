pub fn top_tag(tags: &[&str]) -> Option<String> {
    tags.iter().max().map(|tag| tag.to_string())
}
