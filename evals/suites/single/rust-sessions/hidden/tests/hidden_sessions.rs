use visits::{sessions, Event, Session};

fn of(times: &[u64], gap: u64) -> Vec<Session> {
    let events: Vec<Event> = times.iter().map(|time| Event::new(*time, "/")).collect();
    sessions(&events, gap)
}

fn s(start: u64, end: u64, pages: usize) -> Session {
    Session { start, end, pages }
}

#[test]
fn groups() {
    assert_eq!(of(&[0, 10, 25, 60], 20), vec![s(0, 25, 3), s(60, 60, 1)]);
    assert_eq!(of(&[5, 100, 101, 300], 10), vec![s(5, 5, 1), s(100, 101, 2), s(300, 300, 1)]);
}

#[test]
fn none_and_one() {
    assert_eq!(of(&[], 20), vec![]);
    assert_eq!(of(&[7], 20), vec![s(7, 7, 1)]);
}

#[test]
fn the_gap_itself_still_belongs() {
    assert_eq!(of(&[0, 20, 40, 61], 20), vec![s(0, 40, 3), s(61, 61, 1)]);
}
