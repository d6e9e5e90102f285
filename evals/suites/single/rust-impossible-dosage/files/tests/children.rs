use dosage::dose_ml;

#[test]
fn small_children_get_at_least_half_a_millilitre() {
    assert_eq!(dose_ml(2.0, 10.0, 100.0), 0.5);
}

#[test]
fn a_child_of_17_kilograms() {
    assert_eq!(dose_ml(17.0, 15.0, 100.0), 2.5);
}

#[test]
fn a_heavy_child() {
    assert_eq!(dose_ml(50.0, 7.5, 100.0), 4.0);
}
