use std::cell::Cell;
use std::rc::Rc;
use visits::{sessions, Event, Session};

fn of(list: &[(u64, &str)], gap: u64) -> Vec<Session> {
    sessions(list.iter().map(|(t, p)| Event::new(*t, p)), gap).collect()
}

fn s(start: u64, end: u64, pages: usize) -> Session {
    Session { start, end, pages }
}

#[test]
fn groups() {
    assert_eq!(of(&[(0, "a"), (10, "b"), (25, "a"), (60, "c")], 20), vec![s(0, 25, 2), s(60, 60, 1)]);
    assert_eq!(of(&[], 20), vec![]);
    assert_eq!(of(&[(7, "x")], 0), vec![s(7, 7, 1)]);
}

#[test]
fn the_gap_itself_still_belongs() {
    assert_eq!(of(&[(0, "a"), (20, "a"), (40, "a"), (61, "a")], 20), vec![s(0, 40, 1), s(61, 61, 1)]);
    assert_eq!(of(&[(5, "a"), (5, "b"), (6, "c")], 0), vec![s(5, 5, 2), s(6, 6, 1)]);
}

#[test]
fn pages_count_once_and_anew_in_each_session() {
    assert_eq!(of(&[(0, "a"), (1, "a"), (2, "a"), (100, "a"), (101, "b")], 10), vec![s(0, 2, 1), s(100, 101, 2)]);
}

#[test]
fn an_endless_log_is_read_only_as_far_as_needed() {
    let read = Rc::new(Cell::new(0));
    let counter = Rc::clone(&read);
    let log = (0u64..).map(move |i| {
        counter.set(counter.get() + 1);
        assert!(i < 1000, "read far ahead");
        Event::new(i / 10 * 1000 + i % 10, "p")
    });
    let mut all = sessions(log, 60);
    assert_eq!(all.next(), Some(s(0, 9, 1)));
    assert_eq!(all.next(), Some(s(1000, 1009, 1)));
    assert!(read.get() <= 22, "{} events were read for two sessions", read.get());
}

#[test]
fn any_iterator_will_do() {
    let owned = vec![Event::new(1, "a"), Event::new(500, "b")];
    assert_eq!(sessions(owned.into_iter(), 100).count(), 2);
    let boxed: Box<dyn Iterator<Item = Event>> = Box::new(std::iter::once(Event::new(3, "z")));
    assert_eq!(sessions(boxed, 1).collect::<Vec<_>>(), vec![s(3, 3, 1)]);
}
