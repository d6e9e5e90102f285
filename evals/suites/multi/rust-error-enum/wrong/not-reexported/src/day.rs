use crate::error::ScheduleError;

/// Days of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// The day of "mon", "Tue" and so on.
pub fn parse_day(text: &str) -> Result<Day, ScheduleError> {
    match text.trim().to_lowercase().as_str() {
        "mon" => Ok(Day::Mon),
        "tue" => Ok(Day::Tue),
        "wed" => Ok(Day::Wed),
        "thu" => Ok(Day::Thu),
        "fri" => Ok(Day::Fri),
        "sat" => Ok(Day::Sat),
        "sun" => Ok(Day::Sun),
        other => Err(ScheduleError::UnknownDay(other.to_string())),
    }
}
