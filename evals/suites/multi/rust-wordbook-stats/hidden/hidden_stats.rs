use wordbook::entry::Entry;
use wordbook::stats::{hardest, summary, Summary};

fn entry(word: &str, right: u32, wrong: u32) -> Entry {
    Entry { word: word.into(), meaning: "m".into(), right, wrong }
}

fn words(entries: &[Entry], count: usize) -> Vec<String> {
    hardest(entries, count).iter().map(|entry| entry.word.clone()).collect()
}

#[test]
fn summaries() {
    assert_eq!(summary(&[]), Summary { words: 0, tried: 0, right: 0, total: 0 });
    let entries = [entry("a", 3, 1), entry("b", 0, 4), entry("c", 0, 0), entry("d", 5, 0)];
    assert_eq!(summary(&entries), Summary { words: 4, tried: 3, right: 8, total: 13 });
}

#[test]
fn order() {
    let entries = [
        entry("half-b", 1, 1), entry("never", 0, 0), entry("zero", 0, 1), entry("half-a", 1, 1), entry("half-many", 4, 4),
        entry("all", 9, 0), entry("third", 1, 2), entry("near-third", 333, 667), entry("zero-more", 0, 3),
    ];
    let wanted = ["zero-more", "zero", "near-third", "third", "half-many", "half-a", "half-b", "all"];
    assert_eq!(words(&entries, 20), wanted);
    assert_eq!(words(&entries, 3), wanted[..3]);
    assert!(words(&entries, 0).is_empty());
    assert!(words(&[], 3).is_empty());
}

#[test]
fn large_numbers() {
    let entries = [entry("b", 2_000_000_000, 1_000_000_000), entry("a", 1_999_999_999, 1_000_000_000)];
    assert_eq!(words(&entries, 2), ["a", "b"]);
}
