//! Opening hours from text.

pub mod day;
pub mod hours;
pub mod plan;
