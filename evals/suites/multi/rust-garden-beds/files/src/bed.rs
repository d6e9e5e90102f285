/// A bed in the garden. Lengths are in metres.
pub trait Bed {
    /// Square metres.
    fn area(&self) -> f64;

    /// Metres of edging around it.
    fn edge(&self) -> f64;

    /// Short text for lists.
    fn label(&self) -> String;
}
