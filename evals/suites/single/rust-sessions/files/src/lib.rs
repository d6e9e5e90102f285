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
