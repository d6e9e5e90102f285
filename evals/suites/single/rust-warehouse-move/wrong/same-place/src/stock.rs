//! The stock of a small warehouse: articles, places, movements and reports.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// What can go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StockError {
    UnknownArticle(String),
    UnknownPlace(String),
    NotEnough { article: String, place: String, there: u32, wanted: u32 },
    PlaceFull { place: String, room: u32 },
    DuplicateArticle(String),
    DuplicatePlace(String),
    NothingToMove,
}

impl fmt::Display for StockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StockError::UnknownArticle(code) => write!(f, "there is no article {code}"),
            StockError::UnknownPlace(name) => write!(f, "there is no place {name}"),
            StockError::NotEnough { article, place, there, wanted } => {
                write!(f, "{place} has {there} of {article}, {wanted} are wanted")
            }
            StockError::PlaceFull { place, room } => write!(f, "{place} has room for {room} only"),
            StockError::DuplicateArticle(code) => write!(f, "article {code} is there already"),
            StockError::DuplicatePlace(name) => write!(f, "place {name} is there already"),
            StockError::NothingToMove => write!(f, "nothing to move"),
        }
    }
}

impl std::error::Error for StockError {}

/// Something that is kept in the warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub code: String,
    pub title: String,
    /// Price of one in cents.
    pub cents: u64,
    /// Below this number it should be ordered.
    pub reorder_at: u32,
}

/// A shelf or a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub name: String,
    /// How many pieces fit in.
    pub capacity: u32,
    contents: BTreeMap<String, u32>,
}

impl Place {
    /// An empty place.
    pub fn new(name: &str, capacity: u32) -> Self {
        Place { name: name.to_string(), capacity, contents: BTreeMap::new() }
    }

    /// All pieces in it.
    pub fn pieces(&self) -> u32 {
        self.contents.values().sum()
    }

    /// How many more fit in.
    pub fn room(&self) -> u32 {
        self.capacity - self.pieces()
    }

    /// How many of an article are in it.
    pub fn count(&self, code: &str) -> u32 {
        self.contents.get(code).copied().unwrap_or(0)
    }

    /// Codes of what is in it, sorted.
    pub fn codes(&self) -> Vec<&str> {
        self.contents.keys().map(String::as_str).collect()
    }

    fn put(&mut self, code: &str, pieces: u32) {
        *self.contents.entry(code.to_string()).or_insert(0) += pieces;
    }

    fn take(&mut self, code: &str, pieces: u32) {
        if let Some(count) = self.contents.get_mut(code) {
            *count -= pieces;
            if *count == 0 {
                self.contents.remove(code);
            }
        }
    }
}

/// One entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    Received { article: String, place: String, pieces: u32 },
    Shipped { article: String, place: String, pieces: u32 },
    Moved { article: String, from: String, to: String, pieces: u32 },
    Counted { article: String, place: String, before: u32, after: u32 },
}

impl fmt::Display for Movement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Movement::Received { article, place, pieces } => write!(f, "+{pieces} {article} into {place}"),
            Movement::Shipped { article, place, pieces } => write!(f, "-{pieces} {article} from {place}"),
            Movement::Moved { article, from, to, pieces } => write!(f, "{pieces} {article} from {from} to {to}"),
            Movement::Counted { article, place, before, after } => {
                write!(f, "{article} in {place}: {before} were {after}")
            }
        }
    }
}

/// The whole warehouse.
#[derive(Debug, Default)]
pub struct Warehouse {
    articles: HashMap<String, Article>,
    places: BTreeMap<String, Place>,
    journal: Vec<Movement>,
}

impl Warehouse {
    /// One without articles and places.
    pub fn new() -> Self {
        Warehouse::default()
    }

    /// Make an article known.
    pub fn add_article(&mut self, code: &str, title: &str, cents: u64, reorder_at: u32) -> Result<(), StockError> {
        if self.articles.contains_key(code) {
            return Err(StockError::DuplicateArticle(code.to_string()));
        }
        let article = Article { code: code.to_string(), title: title.to_string(), cents, reorder_at };
        self.articles.insert(code.to_string(), article);
        Ok(())
    }

    /// Set up a place.
    pub fn add_place(&mut self, name: &str, capacity: u32) -> Result<(), StockError> {
        if self.places.contains_key(name) {
            return Err(StockError::DuplicatePlace(name.to_string()));
        }
        self.places.insert(name.to_string(), Place::new(name, capacity));
        Ok(())
    }

    /// An article by its code.
    pub fn article(&self, code: &str) -> Result<&Article, StockError> {
        self.articles.get(code).ok_or_else(|| StockError::UnknownArticle(code.to_string()))
    }

    /// A place by its name.
    pub fn place(&self, name: &str) -> Result<&Place, StockError> {
        self.places.get(name).ok_or_else(|| StockError::UnknownPlace(name.to_string()))
    }

    fn place_mut(&mut self, name: &str) -> Result<&mut Place, StockError> {
        self.places.get_mut(name).ok_or_else(|| StockError::UnknownPlace(name.to_string()))
    }

    /// Put pieces that were delivered into a place.
    pub fn receive(&mut self, code: &str, place: &str, pieces: u32) -> Result<(), StockError> {
        self.article(code)?;
        if pieces == 0 {
            return Err(StockError::NothingToMove);
        }
        let target = self.place_mut(place)?;
        if target.room() < pieces {
            return Err(StockError::PlaceFull { place: place.to_string(), room: target.room() });
        }
        target.put(code, pieces);
        self.journal.push(Movement::Received { article: code.to_string(), place: place.to_string(), pieces });
        Ok(())
    }

    /// Take pieces out of a place for a customer.
    pub fn ship(&mut self, code: &str, place: &str, pieces: u32) -> Result<(), StockError> {
        self.article(code)?;
        if pieces == 0 {
            return Err(StockError::NothingToMove);
        }
        let source = self.place_mut(place)?;
        let there = source.count(code);
        if there < pieces {
            return Err(StockError::NotEnough {
                article: code.to_string(),
                place: place.to_string(),
                there,
                wanted: pieces,
            });
        }
        source.take(code, pieces);
        self.journal.push(Movement::Shipped { article: code.to_string(), place: place.to_string(), pieces });
        Ok(())
    }

    /// Move pieces from one place to another; nothing changes where that can't be done.
    pub fn relocate(&mut self, code: &str, from: &str, to: &str, pieces: u32) -> Result<(), StockError> {
        self.article(code)?;
        let there = self.place(from)?.count(code);
        let room = self.place(to)?.room();
        if pieces == 0 {
            return Err(StockError::NothingToMove);
        }
        if there < pieces {
            return Err(StockError::NotEnough {
                article: code.to_string(),
                place: from.to_string(),
                there,
                wanted: pieces,
            });
        }
        if room < pieces {
            return Err(StockError::PlaceFull { place: to.to_string(), room });
        }
        self.place_mut(from)?.take(code, pieces);
        self.place_mut(to)?.put(code, pieces);
        let (article, from, to) = (code.to_string(), from.to_string(), to.to_string());
        self.journal.push(Movement::Moved { article, from, to, pieces });
        Ok(())
    }

    /// Correct the number of an article in a place after counting.
    pub fn correct(&mut self, code: &str, place: &str, counted: u32) -> Result<(), StockError> {
        self.article(code)?;
        let target = self.place_mut(place)?;
        let before = target.count(code);
        if counted > before && target.room() < counted - before {
            return Err(StockError::PlaceFull { place: place.to_string(), room: target.room() });
        }
        target.take(code, before);
        if counted > 0 {
            target.put(code, counted);
        }
        let (article, place) = (code.to_string(), place.to_string());
        self.journal.push(Movement::Counted { article, place, before, after: counted });
        Ok(())
    }

    /// All pieces of an article, in all places.
    pub fn on_hand(&self, code: &str) -> Result<u32, StockError> {
        self.article(code)?;
        Ok(self.places.values().map(|place| place.count(code)).sum())
    }

    /// Where an article is, with the numbers, by name of the place.
    pub fn whereabouts(&self, code: &str) -> Result<Vec<(&str, u32)>, StockError> {
        self.article(code)?;
        let found = self.places.values().filter(|place| place.count(code) > 0);
        Ok(found.map(|place| (place.name.as_str(), place.count(code))).collect())
    }

    /// Articles of which too few are left, sorted by code.
    pub fn to_order(&self) -> Vec<&Article> {
        let mut few: Vec<&Article> =
            self.articles.values().filter(|a| self.on_hand(&a.code).unwrap_or(0) < a.reorder_at).collect();
        few.sort_by(|a, b| a.code.cmp(&b.code));
        few
    }

    /// What all of it is worth, in cents.
    pub fn value(&self) -> u64 {
        self.articles.values().map(|a| a.cents * u64::from(self.on_hand(&a.code).unwrap_or(0))).sum()
    }

    /// Everything that happened, oldest first.
    pub fn journal(&self) -> &[Movement] {
        &self.journal
    }

    /// A table of places and what is in them.
    pub fn report(&self) -> String {
        let mut text = String::new();
        for place in self.places.values() {
            text.push_str(&format!("{} ({}/{})\n", place.name, place.pieces(), place.capacity));
            for code in place.codes() {
                let title = self.articles.get(code).map_or("?", |a| a.title.as_str());
                text.push_str(&format!("  {:>5} {} {}\n", place.count(code), code, title));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Warehouse {
        let mut house = Warehouse::new();
        house.add_article("B7", "Bolt", 12, 50).unwrap();
        house.add_article("N7", "Nut", 5, 0).unwrap();
        house.add_place("shelf", 100).unwrap();
        house.add_place("box", 30).unwrap();
        house
    }

    #[test]
    fn receives_and_ships() {
        let mut house = small();
        house.receive("B7", "shelf", 40).unwrap();
        house.ship("B7", "shelf", 15).unwrap();
        assert_eq!(house.on_hand("B7"), Ok(25));
        assert_eq!(house.value(), 300);
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let mut house = small();
        let full = StockError::PlaceFull { place: "box".to_string(), room: 30 };
        assert_eq!(house.receive("B7", "box", 31), Err(full));
    }

    #[test]
    fn knows_what_to_order() {
        let mut house = small();
        house.receive("B7", "shelf", 49).unwrap();
        assert_eq!(house.to_order().len(), 1);
    }

    #[test]
    fn corrects_numbers() {
        let mut house = small();
        house.receive("N7", "box", 10).unwrap();
        house.correct("N7", "box", 8).unwrap();
        assert_eq!(house.journal().last().unwrap().to_string(), "N7 in box: 10 were 8");
    }
}
