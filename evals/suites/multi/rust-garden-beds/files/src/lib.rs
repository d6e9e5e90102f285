//! Beds of a garden and what they need.

pub mod bed;
pub mod plan;
pub mod round;
pub mod square;

pub use bed::Bed;
pub use plan::Plan;
pub use round::RoundBed;
pub use square::SquareBed;
