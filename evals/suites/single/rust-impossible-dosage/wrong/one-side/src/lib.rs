//! Doses of a syrup.

/// Millilitres for a patient: `per_kg` micrograms for each kilogram, of a syrup with `strength` micrograms in a
/// millilitre. Rounded to half millilitres, never less than half a millilitre.
pub fn dose_ml(weight_kg: f64, per_kg: f64, strength: f64) -> f64 {
    let exact = weight_kg * per_kg / strength;
    ((exact * 2.0).round() / 2.0).max(0.5)
}
