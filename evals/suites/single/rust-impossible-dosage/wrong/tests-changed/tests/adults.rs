use dosage::dose_ml;

#[test]
fn an_adult_of_80_kilograms() {
    assert_eq!(dose_ml(80.0, 15.0, 100.0), 12.0);
}

#[test]
fn a_light_adult() {
    assert_eq!(dose_ml(50.0, 7.5, 100.0), 4.0);
}
