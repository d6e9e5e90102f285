use std::collections::BTreeMap;

use crate::day::{parse_day, Day};
use crate::hours::{parse_hours, Hours};

/// Opening hours by day.
pub type Plan = BTreeMap<Day, Vec<Hours>>;

/// A plan of lines like "mon 9:00-12:00"; lines that start with # are comments.
pub fn parse_plan(text: &str) -> Result<Plan, String> {
    let mut plan = Plan::new();
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (day, hours) = line.split_once(' ').ok_or("a line needs a day and hours")?;
        let list = plan.entry(parse_day(day)?).or_default();
        let hours = parse_hours(hours)?;
        if list.iter().any(|other| hours.from < other.to && other.from < hours.to) {
            return Err("overlapping hours".to_string());
        }
        list.push(hours);
    }
    Ok(plan)
}

/// Minutes of all days together.
pub fn total(plan: &Plan) -> u32 {
    plan.values().flatten().map(|hours| hours.to - hours.from).sum()
}
