//! Stock of a warehouse: lots of articles with a day until which they are good, and every movement.

use std::collections::BTreeMap;
use std::fmt;

/// Days since the first day.
pub type Day = u32;

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockError {
    UnknownArticle(String),
    DuplicateArticle(String),
    NotEnough { sku: String, wanted: u32, available: u32 },
    InvalidQuantity,
    InvalidName(String),
    Expired { sku: String, best_before: Day },
    UnknownReservation(u32),
}

impl fmt::Display for StockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StockError::UnknownArticle(sku) => write!(f, "there is no article {sku}"),
            StockError::DuplicateArticle(sku) => write!(f, "there is an article {sku} already"),
            StockError::NotEnough { sku, wanted, available } => {
                write!(f, "{sku}: {wanted} wanted, {available} available")
            }
            StockError::InvalidQuantity => write!(f, "the quantity must be positive"),
            StockError::InvalidName(name) => write!(f, "not a name: {name:?}"),
            StockError::UnknownReservation(number) => write!(f, "there is no reservation {number}"),
            StockError::Expired { sku, best_before } => write!(f, "{sku} was good until day {best_before}"),
        }
    }
}

impl std::error::Error for StockError {}

/// Something that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub sku: String,
    pub name: String,
    /// Cents.
    pub price: u64,
    /// Below this quantity it is ordered again.
    pub minimum: u32,
}

/// Pieces that came together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    pub number: u32,
    pub quantity: u32,
    /// The last day on which it may be sold; none for things that keep.
    pub best_before: Option<Day>,
}

/// Why the stock changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    Delivery,
    Sale,
    Return,
    Waste,
    Count,
}

/// One change of the stock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    pub day: Day,
    pub sku: String,
    pub lot: u32,
    /// Positive for what came in.
    pub change: i64,
    pub reason: Reason,
}

/// A part of a lot that was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    pub lot: u32,
    pub quantity: u32,
}

/// Pieces that were promised to somebody.
#[derive(Debug, Clone)]
struct Reservation {
    sku: String,
    quantity: u32,
}

/// All articles with their lots.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    articles: BTreeMap<String, Article>,
    lots: BTreeMap<String, Vec<Lot>>,
    movements: Vec<Movement>,
    next_lot: u32,
    reservations: BTreeMap<u32, Reservation>,
    next_reservation: u32,
}

fn check_sku(sku: &str) -> Result<(), StockError> {
    let fine = !sku.is_empty() && sku.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if fine {
        Ok(())
    } else {
        Err(StockError::InvalidName(sku.to_string()))
    }
}

/// Lots in the order in which they are sold: what expires first goes first, then the older lot.
fn by_expiry(lots: &mut [Lot]) {
    lots.sort_by_key(|lot| (lot.best_before.unwrap_or(Day::MAX), lot.number));
}

impl Stock {
    pub fn new() -> Self {
        Stock { next_lot: 1, next_reservation: 1, ..Stock::default() }
    }

    // ---- articles

    /// Register an article.
    pub fn register(&mut self, sku: &str, name: &str, price: u64, minimum: u32) -> Result<&Article, StockError> {
        check_sku(sku)?;
        if name.trim().is_empty() {
            return Err(StockError::InvalidName(name.to_string()));
        }
        if self.articles.contains_key(sku) {
            return Err(StockError::DuplicateArticle(sku.to_string()));
        }
        let article = Article { sku: sku.to_string(), name: name.trim().to_string(), price, minimum };
        Ok(self.articles.entry(sku.to_string()).or_insert(article))
    }

    /// The article with this number.
    pub fn article(&self, sku: &str) -> Result<&Article, StockError> {
        self.articles.get(sku).ok_or_else(|| StockError::UnknownArticle(sku.to_string()))
    }

    /// All articles, by their numbers.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.articles.values()
    }

    /// Change the price of an article; returns the old one.
    pub fn reprice(&mut self, sku: &str, price: u64) -> Result<u64, StockError> {
        let article = self.articles.get_mut(sku).ok_or_else(|| StockError::UnknownArticle(sku.to_string()))?;
        Ok(std::mem::replace(&mut article.price, price))
    }

    // ---- what is there

    /// Lots of an article in the order in which they are sold.
    pub fn lots(&self, sku: &str) -> Result<&[Lot], StockError> {
        self.article(sku)?;
        Ok(self.lots.get(sku).map_or(&[], Vec::as_slice))
    }

    /// Pieces that are there, expired ones too.
    pub fn on_hand(&self, sku: &str) -> Result<u32, StockError> {
        Ok(self.lots(sku)?.iter().map(|lot| lot.quantity).sum())
    }

    /// Pieces that may be sold on this day.
    pub fn available(&self, sku: &str, day: Day) -> Result<u32, StockError> {
        let good = |lot: &&Lot| lot.best_before.is_none_or(|last| last >= day);
        Ok(self.lots(sku)?.iter().filter(good).map(|lot| lot.quantity).sum())
    }

    // ---- reservations

    /// Pieces of an article that are reserved.
    pub fn reserved(&self, sku: &str) -> Result<u32, StockError> {
        self.article(sku)?;
        Ok(self.reservations.values().filter(|r| r.sku == sku).map(|r| r.quantity).sum())
    }

    /// Pieces that may be sold on this day and are not reserved.
    pub fn free(&self, sku: &str, day: Day) -> Result<u32, StockError> {
        Ok(self.available(sku, day)?.saturating_sub(self.reserved(sku)?))
    }

    /// Reserve free pieces; returns the number of the reservation.
    pub fn reserve(&mut self, day: Day, sku: &str, quantity: u32) -> Result<u32, StockError> {
        self.check_free(day, sku, quantity)?;
        let number = self.next_reservation;
        self.next_reservation += 1;
        self.reservations.insert(number, Reservation { sku: sku.to_string(), quantity });
        Ok(number)
    }

    /// Give a reservation up.
    pub fn release(&mut self, number: u32) -> Result<(), StockError> {
        self.reservations.remove(&number).map(|_| ()).ok_or(StockError::UnknownReservation(number))
    }

    /// Sell what was reserved.
    pub fn fulfil(&mut self, day: Day, number: u32) -> Result<Vec<Pick>, StockError> {
        let found = self.reservations.get(&number).cloned();
        let Reservation { sku, quantity } = found.ok_or(StockError::UnknownReservation(number))?;
        let available = self.available(&sku, day)?;
        if available < quantity {
            return Err(StockError::NotEnough { sku, wanted: quantity, available });
        }
        self.reservations.remove(&number);
        Ok(self.take(day, &sku, quantity, Reason::Sale))
    }

    fn check_free(&self, day: Day, sku: &str, quantity: u32) -> Result<(), StockError> {
        if quantity == 0 {
            return Err(StockError::InvalidQuantity);
        }
        let available = self.free(sku, day)?;
        if available < quantity {
            return Err(StockError::NotEnough { sku: sku.to_string(), wanted: quantity, available });
        }
        Ok(())
    }

    // ---- movements

    fn record(&mut self, day: Day, sku: &str, lot: u32, change: i64, reason: Reason) {
        self.movements.push(Movement { day, sku: sku.to_string(), lot, change, reason });
    }

    /// A delivery makes a new lot; returns its number.
    pub fn receive(
        &mut self, day: Day, sku: &str, quantity: u32, best_before: Option<Day>,
    ) -> Result<u32, StockError> {
        self.article(sku)?;
        if quantity == 0 {
            return Err(StockError::InvalidQuantity);
        }
        if let Some(last) = best_before.filter(|&last| last < day) {
            return Err(StockError::Expired { sku: sku.to_string(), best_before: last });
        }
        let number = self.next_lot;
        self.next_lot += 1;
        let lots = self.lots.entry(sku.to_string()).or_default();
        lots.push(Lot { number, quantity, best_before });
        by_expiry(lots);
        self.record(day, sku, number, i64::from(quantity), Reason::Delivery);
        Ok(number)
    }

    /// Sell pieces, those that expire first at first. Nothing changes if there are not enough.
    pub fn sell(&mut self, day: Day, sku: &str, quantity: u32) -> Result<Vec<Pick>, StockError> {
        self.check_free(day, sku, quantity)?;
        Ok(self.take(day, sku, quantity, Reason::Sale))
    }

    /// Take pieces that are known to be there.
    fn take(&mut self, day: Day, sku: &str, quantity: u32, reason: Reason) -> Vec<Pick> {
        let mut picks = Vec::new();
        let mut left = quantity;
        for lot in self.lots.get_mut(sku).into_iter().flatten() {
            if lot.best_before.is_some_and(|last| last < day) || left == 0 {
                continue;
            }
            let taken = left.min(lot.quantity);
            lot.quantity -= taken;
            left -= taken;
            picks.push(Pick { lot: lot.number, quantity: taken });
        }
        self.drop_empty(sku);
        for pick in &picks {
            self.record(day, sku, pick.lot, -i64::from(pick.quantity), reason);
        }
        picks
    }

    fn drop_empty(&mut self, sku: &str) {
        if let Some(lots) = self.lots.get_mut(sku) {
            lots.retain(|lot| lot.quantity > 0);
        }
    }

    /// A customer brings something back; it makes a lot of its own that is good as long as it was.
    pub fn give_back(
        &mut self, day: Day, sku: &str, quantity: u32, best_before: Option<Day>,
    ) -> Result<u32, StockError> {
        let number = self.receive(day, sku, quantity, best_before)?;
        if let Some(movement) = self.movements.last_mut() {
            movement.reason = Reason::Return;
        }
        Ok(number)
    }

    /// Throw away what has expired; returns the number of pieces.
    pub fn clear_expired(&mut self, day: Day) -> u32 {
        let mut thrown = Vec::new();
        for (sku, lots) in &mut self.lots {
            for lot in lots.iter().filter(|lot| lot.best_before.is_some_and(|last| last < day)) {
                thrown.push((sku.clone(), lot.number, lot.quantity));
            }
            lots.retain(|lot| lot.best_before.is_none_or(|last| last >= day));
        }
        for (sku, lot, quantity) in &thrown {
            self.record(day, sku, *lot, -i64::from(*quantity), Reason::Waste);
        }
        thrown.iter().map(|(_, _, quantity)| quantity).sum()
    }

    /// Somebody counted a lot: what is missing or too much becomes a movement.
    pub fn count(&mut self, day: Day, sku: &str, lot: u32, counted: u32) -> Result<i64, StockError> {
        self.article(sku)?;
        let found = self.lots.get_mut(sku).into_iter().flatten().find(|other| other.number == lot);
        let Some(found) = found else {
            return Err(StockError::InvalidQuantity);
        };
        let change = i64::from(counted) - i64::from(found.quantity);
        found.quantity = counted;
        self.drop_empty(sku);
        if change != 0 {
            self.record(day, sku, lot, change, Reason::Count);
        }
        Ok(change)
    }

    /// All movements, the oldest first.
    pub fn movements(&self) -> &[Movement] {
        &self.movements
    }

    // ---- figures

    /// Value of all that is there, in cents.
    pub fn value(&self) -> u64 {
        self.articles
            .values()
            .map(|article| article.price * u64::from(self.on_hand(&article.sku).unwrap_or(0)))
            .sum()
    }

    /// Articles of which fewer than the minimum are available, with what is missing.
    pub fn to_order(&self, day: Day) -> Vec<(String, u32)> {
        let missing = |article: &Article| {
            let free = self.free(&article.sku, day).unwrap_or(0);
            (free < article.minimum).then(|| (article.sku.clone(), article.minimum - free))
        };
        self.articles.values().filter_map(missing).collect()
    }

    /// Pieces sold from the first to the last day.
    pub fn sold(&self, sku: &str, first: Day, last: Day) -> u64 {
        self.movements
            .iter()
            .filter(|m| m.sku == sku && m.reason == Reason::Sale && (first..=last).contains(&m.day))
            .map(|m| m.change.unsigned_abs())
            .sum()
    }
}
