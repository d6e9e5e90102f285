//! wordbook show | stats | hard [N] < WORDS

use std::io;
use std::process::ExitCode;

use wordbook::{list, stats};

fn usage() -> ExitCode {
    eprintln!("usage: wordbook show | stats | hard [N]");
    ExitCode::from(2)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let text = io::read_to_string(io::stdin()).unwrap_or_default();
    let (entries, bad) = list::read(&text);
    for line in &bad {
        eprintln!("line {line} is not an entry");
    }
    match arguments.first().map(String::as_str) {
        Some("show") => {
            for entry in &entries {
                println!("{} = {}", entry.word, entry.meaning);
            }
        }
        Some("stats") => {
            let stats::Summary { words, tried, right, total } = stats::summary(&entries);
            println!("words: {words}\ntried: {tried}");
            let share = format!("{:.1}%", f64::from(right) * 100.0 / f64::from(total));
            println!("right: {right} of {total} ({share})");
        }
        Some("hard") => {
            let count = arguments.get(1).map_or(Some(3), |text| text.parse().ok().filter(|&count: &usize| count > 0));
            let Some(count) = count else { return usage() };
            for entry in stats::hardest(&entries, count) {
                let share = f64::from(entry.right) * 100.0 / f64::from(entry.tries());
                println!("{} {}%", entry.word, share.round());
            }
        }
        _ => return usage(),
    }
    if bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
