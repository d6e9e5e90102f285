use std::collections::BTreeMap;

use crate::day::{parse_day, Day};
use crate::error::ScheduleError;
use crate::hours::{parse_hours, Hours};

/// Opening hours by day.
pub type Plan = BTreeMap<Day, Vec<Hours>>;

/// A plan of lines like "mon 9:00-12:00"; lines that start with # are comments.
pub fn parse_plan(text: &str) -> Result<Plan, ScheduleError> {
    let mut plan = Plan::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        add_line(&mut plan, line).map_err(|error| ScheduleError::AtLine(index + 1, Box::new(error)))?;
    }
    Ok(plan)
}

fn add_line(plan: &mut Plan, line: &str) -> Result<(), ScheduleError> {
    let (day, hours) = line.split_once(' ').ok_or(ScheduleError::MissingHours)?;
    let day = parse_day(day)?;
    let hours = parse_hours(hours)?;
    let list = plan.entry(day).or_default();
    if list.iter().any(|other| hours.from < other.to && other.from < hours.to) {
        return Err(ScheduleError::Overlap(day));
    }
    list.push(hours);
    Ok(())
}

/// Minutes of all days together.
pub fn total(plan: &Plan) -> u32 {
    plan.values().flatten().map(|hours| hours.to - hours.from).sum()
}
