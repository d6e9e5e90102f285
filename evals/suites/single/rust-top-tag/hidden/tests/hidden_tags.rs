use tagger::top_tag;

fn top(tags: &[&str]) -> Option<String> {
    top_tag(tags)
}

#[test]
fn the_most_frequent() {
    assert_eq!(top(&["rust", "web", "web"]), Some("web".to_string()));
    assert_eq!(top(&["web", "rust", "web"]), Some("web".to_string()));
    assert_eq!(top(&["a", "b", "c", "c", "b", "c", "a"]), Some("c".to_string()));
    assert_eq!(top(&["a", "z", "a", "b"]), Some("a".to_string()));
}

#[test]
fn one() {
    assert_eq!(top(&["only"]), Some("only".to_string()));
}

#[test]
fn none() {
    assert_eq!(top(&[]), None);
}
