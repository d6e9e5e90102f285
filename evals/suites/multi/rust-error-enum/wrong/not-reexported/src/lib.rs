//! Opening hours from text.

pub mod day;
pub mod error;
pub mod hours;
pub mod plan;
