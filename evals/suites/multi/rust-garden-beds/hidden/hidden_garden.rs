use garden::{Bed, Plan, RectBed, RoundBed, SquareBed};

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn rectangles() {
    let bed = RectBed { width: 2.0, length: 3.5 };
    close(bed.area(), 7.0);
    close(bed.edge(), 11.0);
    assert_eq!(bed.label(), "rect 2.0 x 3.5");
    assert_eq!(garden::rect::RectBed { width: 0.25, length: 10.0 }.label(), format!("rect {:.1} x 10.0", 0.25));
}

#[test]
fn edging_of_all() {
    let mut plan = Plan::new();
    close(plan.edging(), 0.0);
    plan.add(Box::new(SquareBed { side: 2.0 }));
    plan.add(Box::new(RectBed { width: 1.0, length: 4.0 }));
    close(plan.edging(), 18.0);
    plan.add(Box::new(RoundBed { radius: 1.0 }));
    close(plan.edging(), 18.0 + 2.0 * std::f64::consts::PI);
    close(plan.soil(1.0), 10.0 * (8.0 + std::f64::consts::PI));
}

#[test]
fn the_largest() {
    let mut plan = Plan::new();
    assert_eq!(plan.largest(), None);
    plan.add(Box::new(SquareBed { side: 2.0 }));
    plan.add(Box::new(RectBed { width: 1.0, length: 4.0 }));
    assert_eq!(plan.largest(), Some("square 2.0".to_string()));
    plan.add(Box::new(RoundBed { radius: 2.0 }));
    plan.add(Box::new(RectBed { width: 1.0, length: 2.0 }));
    assert_eq!(plan.largest().as_deref(), Some("round 2.0"));
    assert_eq!(plan.labels().len(), 4);
}
