use std::collections::BTreeMap;
use std::io::Read;
use std::process::ExitCode;

#[derive(Default)]
struct Person {
    minutes: u32,
    since: Option<u32>,
}

fn main() -> ExitCode {
    let mut text = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut text) {
        eprintln!("line 1: {error}");
        return ExitCode::FAILURE;
    }
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    for (index, line) in text.lines().filter(|l| !l.trim().is_empty()).enumerate() {
        if let Err(reason) = note(line, &mut people) {
            eprintln!("line {}: {}", index + 1, reason);
            return ExitCode::FAILURE;
        }
    }
    for (name, person) in &people {
        match person.since {
            Some(_) => println!("{name} open"),
            None => println!("{name} {}", person.minutes),
        }
    }
    ExitCode::SUCCESS
}

fn note(line: &str, people: &mut BTreeMap<String, Person>) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (time, what, name) = match words.as_slice() {
        [] => return Ok(()),
        [time, what, name] => (minutes(time)?, *what, *name),
        _ => return Err("expected time, in or out, and a name".to_string()),
    };
    let person = people.entry(name.to_string()).or_default();
    match (what, person.since) {
        ("in", None) => person.since = Some(time),
        ("in", Some(_)) => return Err(format!("{name} is in already")),
        ("out", Some(since)) => {
            person.minutes += time.saturating_sub(since);
            person.since = None;
        }
        ("out", None) => return Err(format!("{name} is not in")),
        _ => return Err(format!("neither in nor out: {what}")),
    }
    Ok(())
}

fn minutes(time: &str) -> Result<u32, String> {
    let bad = || format!("not a time: {time}");
    let (hours, minutes) = time.split_once(':').ok_or_else(bad)?;
    let hours: u32 = hours.parse().map_err(|_| bad())?;
    let minutes: u32 = minutes.parse().map_err(|_| bad())?;
    if hours > 23 || minutes > 59 {
        return Err(bad());
    }
    Ok(hours * 60 + minutes)
}
