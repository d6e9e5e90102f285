use crate::bed::Bed;

#[derive(Debug, Clone, PartialEq)]
pub struct SquareBed {
    pub side: f64,
}

impl Bed for SquareBed {
    fn area(&self) -> f64 {
        self.side * self.side
    }

    fn edge(&self) -> f64 {
        4.0 * self.side
    }

    fn label(&self) -> String {
        format!("square {:.1}", self.side)
    }
}
