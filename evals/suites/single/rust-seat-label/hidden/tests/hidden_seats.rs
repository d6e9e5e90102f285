use hall::{rows_needed, seat_label};

#[test]
fn first_rows() {
    assert_eq!(seat_label(0, 4), "A1");
    assert_eq!(seat_label(3, 4), "A4");
    assert_eq!(seat_label(4, 4), "B1");
    assert_eq!(seat_label(10, 4), "C3");
}

#[test]
fn other_halls() {
    assert_eq!(seat_label(5, 1), "F1");
    assert_eq!(seat_label(119, 10), "L10");
    assert_eq!(seat_label(25, 1), "Z1");
}

#[test]
fn the_rest_is_as_it_was() {
    assert_eq!(rows_needed(9, 4), 3);
    assert_eq!(rows_needed(9, 0), 0);
}
