use rooms::{first_clash, Booking};

fn b(room: &str, from: u32, to: u32) -> Booking {
    Booking::new(room, from, to)
}

#[test]
fn touching_is_no_clash() {
    assert!(!b("Blue", 540, 600).clashes(&b("Blue", 600, 660)));
    assert!(!b("Blue", 600, 660).clashes(&b("Blue", 540, 600)));
}

#[test]
fn real_clashes_are_still_found() {
    let day = [b("Red", 540, 600), b("Blue", 540, 600), b("Blue", 600, 700)];
    assert_eq!(first_clash(&day, &b("Blue", 590, 595)), Some(&day[1]));
    assert_eq!(first_clash(&day, &b("Blue", 600, 630)), Some(&day[2]));
    assert_eq!(first_clash(&day, &b("Red", 600, 900)), None);
    assert!(b("Blue", 500, 900).clashes(&b("Blue", 600, 660)));
    assert!(b("Blue", 540, 600).clashes(&b("Blue", 540, 600)));
    assert!(!b("Blue", 540, 600).clashes(&b("Red", 540, 600)));
    assert_eq!(b("Blue", 540, 600).minutes(), 60);
}
