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

/// Group events, sorted by time, into sessions without pauses longer than `gap` seconds.
pub fn sessions(events: &[Event], gap: u64) -> Vec<Session> {
    let mut found: Vec<Session> = Vec::new();
    for event in events {
        match found.last_mut() {
            Some(session) if event.time - session.start <= gap => {
                session.end = event.time;
                session.pages += 1;
            }
            _ => found.push(Session { start: event.time, end: event.time, pages: 1 }),
        }
    }
    found
}
