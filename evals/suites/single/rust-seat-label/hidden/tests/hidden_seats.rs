use hall::{rows_needed, seat_label};

#[test]
fn first_rows() {
    assert_eq!(seat_label(0, 4), "A1");
    assert_eq!(seat_label(3, 4), "A4");
    assert_eq!(seat_label(4, 4), "B1");
    assert_eq!(seat_label(5, 1), "F1");
    assert_eq!(seat_label(119, 10), "L10");
}

#[test]
fn after_z() {
    assert_eq!(seat_label(25, 1), "Z1");
    assert_eq!(seat_label(26, 1), "AA1");
    assert_eq!(seat_label(27 * 3 + 2, 3), "AB3");
    assert_eq!(seat_label(51, 1), "AZ1");
    assert_eq!(seat_label(52, 1), "BA1");
    assert_eq!(seat_label(701, 1), "ZZ1");
    assert_eq!(seat_label(702, 1), "AAA1");
}

#[test]
fn no_seats_in_a_row() {
    assert_eq!(seat_label(3, 0), "");
}

#[test]
fn the_rest_is_as_it_was() {
    assert_eq!(rows_needed(9, 4), 3);
    assert_eq!(rows_needed(9, 0), 0);
}
