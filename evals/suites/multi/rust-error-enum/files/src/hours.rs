/// Hours from the first to the second minute of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub from: u32,
    pub to: u32,
}

fn parse_minute(text: &str) -> Result<u32, String> {
    let (hours, minutes) = text.trim().split_once(':').ok_or(format!("not a time: {}", text.trim()))?;
    let hours: u32 = hours.parse().map_err(|_| format!("not a time: {}", text.trim()))?;
    let minutes: u32 = minutes.parse().map_err(|_| format!("not a time: {}", text.trim()))?;
    if hours > 24 || minutes > 59 || (hours == 24 && minutes > 0) {
        return Err(format!("not a time: {}", text.trim()));
    }
    Ok(hours * 60 + minutes)
}

/// Hours of "9:00-17:30".
pub fn parse_hours(text: &str) -> Result<Hours, String> {
    let (from, to) = text.split_once('-').ok_or(format!("no range: {}", text.trim()))?;
    let hours = Hours { from: parse_minute(from)?, to: parse_minute(to)? };
    if hours.from >= hours.to {
        return Err(format!("ends before it starts: {}", text.trim()));
    }
    Ok(hours)
}
