use crate::bed::Bed;

/// All beds of a garden.
#[derive(Default)]
pub struct Plan {
    beds: Vec<Box<dyn Bed>>,
}

impl Plan {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn add(&mut self, bed: Box<dyn Bed>) {
        self.beds.push(bed);
    }

    /// Litres of soil for a layer of so many centimetres.
    pub fn soil(&self, centimetres: f64) -> f64 {
        self.beds.iter().map(|bed| bed.area() * centimetres * 10.0).sum()
    }

    /// Metres of edging for all beds.
    pub fn edging(&self) -> f64 {
        self.beds.iter().map(|bed| bed.edge()).sum()
    }

    /// Label of the bed with the largest area, the first one among equals.
    pub fn largest(&self) -> Option<String> {
        let mut found: Option<&dyn Bed> = None;
        for bed in &self.beds {
            if found.is_none_or(|best| bed.area() > best.area()) {
                found = Some(bed.as_ref());
            }
        }
        found.map(|bed| bed.label())
    }

    pub fn labels(&self) -> Vec<String> {
        self.beds.iter().map(|bed| bed.label()).collect()
    }
}
