use std::collections::BTreeMap;
use std::io::Read;

/// Minutes of all visits so far, and when the person came in, if in.
#[derive(Default)]
struct Person {
    minutes: u32,
    since: u32,
}

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("standard input can be read");
    let mut people: BTreeMap<&str, Person> = BTreeMap::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [time, what, name] = words[..] {
            let person = people.entry(name).or_default();
            match what {
                "in" => person.since = minutes(time),
                _ => person.minutes = minutes(time) - person.since,
            }
        }
    }
    for (name, person) in &people {
        println!("{name} {}", person.minutes);
    }
}

fn minutes(time: &str) -> u32 {
    let (hours, minutes) = time.split_once(':').expect("hours:minutes");
    hours.parse::<u32>().expect("hours") * 60 + minutes.parse::<u32>().expect("minutes")
}
