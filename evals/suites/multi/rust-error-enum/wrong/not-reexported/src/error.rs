use std::fmt;

use crate::day::Day;

/// What can be wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleError {
    UnknownDay(String),
    BadTime(String),
    NoRange(String),
    EndsBeforeStart(String),
    MissingHours,
    Overlap(Day),
    AtLine(usize, Box<ScheduleError>),
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownDay(text) => write!(f, "unknown day: {text}"),
            Self::BadTime(text) => write!(f, "not a time: {text}"),
            Self::NoRange(text) => write!(f, "no range: {text}"),
            Self::EndsBeforeStart(text) => write!(f, "ends before it starts: {text}"),
            Self::MissingHours => write!(f, "a line needs a day and hours"),
            Self::Overlap(day) => write!(f, "overlapping hours on {day:?}"),
            Self::AtLine(line, error) => write!(f, "line {line}: {error}"),
        }
    }
}

impl std::error::Error for ScheduleError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::AtLine(_, error) => Some(error),
            _ => None,
        }
    }
}
