use std::f64::consts::PI;

use crate::bed::Bed;

#[derive(Debug, Clone, PartialEq)]
pub struct RoundBed {
    pub radius: f64,
}

impl Bed for RoundBed {
    fn area(&self) -> f64 {
        PI * self.radius * self.radius
    }

    fn edge(&self) -> f64 {
        2.0 * PI * self.radius
    }

    fn label(&self) -> String {
        format!("round {:.1}", self.radius)
    }
}
