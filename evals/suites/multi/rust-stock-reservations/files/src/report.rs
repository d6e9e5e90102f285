//! The stock as text.

use crate::stock::{Day, Stock};

/// A line for each article: number, pieces on hand, pieces available on this day.
pub fn table(stock: &Stock, day: Day) -> String {
    let mut lines = vec!["sku on-hand available".to_string()];
    for article in stock.articles() {
        let on_hand = stock.on_hand(&article.sku).unwrap_or(0);
        let available = stock.available(&article.sku, day).unwrap_or(0);
        lines.push(format!("{} {on_hand} {available}", article.sku));
    }
    lines.join("\n")
}
