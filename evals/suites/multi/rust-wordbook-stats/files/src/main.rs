//! wordbook show < WORDS

use std::io;
use std::process::ExitCode;

use wordbook::list;

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
        _ => {
            eprintln!("usage: wordbook show");
            return ExitCode::from(2);
        }
    }
    if bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
