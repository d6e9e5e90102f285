use crate::error::ScheduleError;

/// Hours from the first to the second minute of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub from: u32,
    pub to: u32,
}

fn parse_minute(text: &str) -> Result<u32, ScheduleError> {
    let bad = || ScheduleError::BadTime(text.trim().to_string());
    let (hours, minutes) = text.trim().split_once(':').ok_or_else(bad)?;
    let hours: u32 = hours.parse().map_err(|_| bad())?;
    let minutes: u32 = minutes.parse().map_err(|_| bad())?;
    if hours > 24 || minutes > 59 || (hours == 24 && minutes > 0) {
        return Err(bad());
    }
    Ok(hours * 60 + minutes)
}

/// Hours of "9:00-17:30".
pub fn parse_hours(text: &str) -> Result<Hours, ScheduleError> {
    let (from, to) = text.split_once('-').ok_or_else(|| ScheduleError::NoRange(text.trim().to_string()))?;
    let hours = Hours { from: parse_minute(from)?, to: parse_minute(to)? };
    if hours.from >= hours.to {
        return Err(ScheduleError::EndsBeforeStart(text.trim().to_string()));
    }
    Ok(hours)
}
