//! Bookings of meeting rooms. Times are minutes since midnight.

#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    pub room: String,
    pub from: u32,
    pub to: u32,
}

impl Booking {
    pub fn new(room: &str, from: u32, to: u32) -> Booking {
        Booking { room: room.to_string(), from, to }
    }

    pub fn minutes(&self) -> u32 {
        self.to.saturating_sub(self.from)
    }

    /// Do two bookings need the same room at the same time?
    pub fn clashes(&self, other: &Booking) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// The first booking that the new one clashes with.
pub fn first_clash<'a>(bookings: &'a [Booking], new: &Booking) -> Option<&'a Booking> {
    bookings.iter().find(|b| b.clashes(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_bookings_clash() {
        let a = Booking::new("Blue", 540, 600);
        assert!(a.clashes(&Booking::new("Blue", 570, 630)));
    }

    #[test]
    fn distant_bookings_do_not_clash() {
        let a = Booking::new("Blue", 540, 600);
        assert!(!a.clashes(&Booking::new("Blue", 700, 760)));
    }
}
