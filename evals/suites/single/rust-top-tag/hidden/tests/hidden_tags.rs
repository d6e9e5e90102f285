use tagger::top_tag;

#[test]
fn counts() {
    assert_eq!(top_tag(&["rust", "web", "web"]), Some("web".to_string()));
    assert_eq!(top_tag(&["Web", "rust", "WEB "]), Some("web".to_string()));
    assert_eq!(top_tag(&["  Go\t", "rust", "go"]), Some("go".to_string()));
    assert_eq!(top_tag(&["\u{c4}rger", "x", "\u{e4}rger"]), Some("\u{e4}rger".to_string()));
}

#[test]
fn the_first_of_equals() {
    assert_eq!(top_tag(&["b", "a"]), Some("b".to_string()));
    assert_eq!(top_tag(&["c", "a", "b", "a", "B", "C"]), Some("c".to_string()));
    for i in 0..40 {
        let names: Vec<String> = (0..30).map(|j| format!("t{}", (i + j) % 30)).collect();
        let tags: Vec<&str> = names.iter().map(|n| n.as_str()).collect();
        assert_eq!(top_tag(&tags), Some(names[0].clone()));
    }
}

#[test]
fn nothing_to_count() {
    assert_eq!(top_tag(&[]), None);
    assert_eq!(top_tag(&["", "  "]), None);
    assert_eq!(top_tag(&["", "", "x"]), Some("x".to_string()));
}
