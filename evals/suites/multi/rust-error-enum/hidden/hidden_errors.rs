use std::error::Error;

use schedule::day::{parse_day, Day};
use schedule::hours::{parse_hours, Hours};
use schedule::plan::{parse_plan, total};
use schedule::ScheduleError::*;

fn at(line: usize, error: schedule::error::ScheduleError) -> schedule::ScheduleError {
    AtLine(line, Box::new(error))
}

#[test]
fn days() {
    assert_eq!(parse_day(" TUE "), Ok(Day::Tue));
    assert_eq!(parse_day(" Tues "), Err(UnknownDay("tues".into())));
    assert_eq!(parse_day("Tues").unwrap_err().to_string(), "unknown day: tues");
}

#[test]
fn hours() {
    assert_eq!(parse_hours("9:00-24:00"), Ok(Hours { from: 540, to: 1440 }));
    assert_eq!(parse_hours(" 9:00 "), Err(NoRange("9:00".into())));
    for bad in ["25:00", "24:01", "9:60", "nine", "9", "9:x", ""] {
        assert_eq!(parse_hours(&format!("{bad} - 10:00")), Err(BadTime(bad.into())));
        assert_eq!(parse_hours(&format!("1:00- {bad}")), Err(BadTime(bad.into())));
    }
    assert_eq!(parse_hours(" 9:00-9:00"), Err(EndsBeforeStart("9:00-9:00".into())));
}

#[test]
fn plans() {
    let plan = parse_plan("# shop\n\nmon 9:00-12:00\nMon 12:00-13:00\nsun 0:00-1:30\n").unwrap();
    assert_eq!((plan.len(), total(&plan)), (2, 330));
    assert_eq!(parse_plan("mon 9:00-12:00\n\n# x\nfoo 1:00-2:00"), Err(at(4, UnknownDay("foo".into()))));
    assert_eq!(parse_plan("\nmon"), Err(at(2, MissingHours)));
    assert_eq!(parse_plan("mon 9-10:00"), Err(at(1, BadTime("9".into()))));
    assert_eq!(parse_plan("mon 9:00"), Err(at(1, NoRange("9:00".into()))));
    assert_eq!(parse_plan("sat 10:00-9:00"), Err(at(1, EndsBeforeStart("10:00-9:00".into()))));
    assert_eq!(parse_plan("wed 9:00-12:00\nthu 9:00-10:00\nwed 11:59-13:00"), Err(at(3, Overlap(Day::Wed))));
}

#[test]
fn texts() {
    for (error, text) in [
        (NoRange("x".into()), "no range: x"), (BadTime("9".into()), "not a time: 9"), (EndsBeforeStart("a-b".into()), "ends before it starts: a-b"),
        (MissingHours, "a line needs a day and hours"), (Overlap(Day::Mon), "overlapping hours on Mon"), (at(3, at(4, MissingHours)), "line 3: line 4: a line needs a day and hours"),
    ] {
        assert_eq!(error.to_string(), text);
        assert_eq!(error.clone(), error);
    }
}

#[test]
fn sources() {
    let error: Box<dyn Error + Send + Sync> = Box::new(at(2, MissingHours));
    assert_eq!(error.source().unwrap().to_string(), "a line needs a day and hours");
    assert!(error.source().unwrap().source().is_none());
    assert!(UnknownDay("x".into()).source().is_none());
}
