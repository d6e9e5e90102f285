use warehouse::report::table;
use warehouse::stock::{Pick, Stock, StockError};

fn filled() -> Stock {
    let mut stock = Stock::new();
    stock.register("milk", "Milk", 120, 5).unwrap();
    stock.register("salt", "Salt", 90, 0).unwrap();
    stock.receive(1, "milk", 4, Some(9)).unwrap();
    stock.receive(1, "milk", 6, Some(5)).unwrap();
    stock.receive(2, "salt", 3, None).unwrap();
    stock
}

#[test]
fn what_expires_first_is_sold_first() {
    let mut stock = filled();
    let picks = stock.sell(3, "milk", 7).unwrap();
    assert_eq!(picks, [Pick { lot: 2, quantity: 6 }, Pick { lot: 1, quantity: 1 }]);
    assert!(matches!(stock.sell(3, "milk", 4), Err(StockError::NotEnough { available: 3, .. })));
}

#[test]
fn the_table() {
    assert_eq!(table(&filled(), 7), "sku on-hand available\nmilk 10 4\nsalt 3 3");
}
