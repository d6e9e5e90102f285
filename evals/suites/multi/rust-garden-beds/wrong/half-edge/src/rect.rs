use crate::bed::Bed;

#[derive(Debug, Clone, PartialEq)]
pub struct RectBed {
    pub width: f64,
    pub length: f64,
}

impl Bed for RectBed {
    fn area(&self) -> f64 {
        self.width * self.length
    }

    fn edge(&self) -> f64 {
        self.width + self.length
    }

    fn label(&self) -> String {
        format!("rect {:.1} x {:.1}", self.width, self.length)
    }
}
