use garden::{Plan, RoundBed, SquareBed};

#[test]
fn soil_for_all_beds() {
    let mut plan = Plan::new();
    plan.add(Box::new(SquareBed { side: 2.0 }));
    plan.add(Box::new(RoundBed { radius: 1.0 }));
    assert!((plan.soil(10.0) - 714.159).abs() < 0.001);
    assert_eq!(plan.labels(), ["square 2.0", "round 1.0"]);
}
