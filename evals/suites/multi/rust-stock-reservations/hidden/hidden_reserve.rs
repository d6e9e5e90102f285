use warehouse::report::table;
use warehouse::stock::{Pick, Reason, Stock, StockError};

fn filled() -> Stock {
    let mut stock = Stock::new();
    stock.register("milk", "Milk", 120, 5).unwrap();
    stock.register("salt", "Salt", 90, 2).unwrap();
    stock.receive(1, "milk", 4, Some(9)).unwrap();
    stock.receive(1, "milk", 6, Some(5)).unwrap();
    stock.receive(2, "salt", 3, None).unwrap();
    stock
}

fn not_enough(sku: &str, wanted: u32, available: u32) -> StockError {
    StockError::NotEnough { sku: sku.to_string(), wanted, available }
}

#[test]
fn reserving() {
    let mut stock = filled();
    let before = stock.movements().len();
    assert_eq!(stock.reserve(3, "milk", 7), Ok(1));
    assert_eq!(stock.reserve(3, "salt", 1), Ok(2));
    assert_eq!((stock.reserved("milk"), stock.free("milk", 3), stock.available("milk", 3), stock.on_hand("milk")), (Ok(7), Ok(3), Ok(10), Ok(10)));
    assert_eq!(stock.reserve(3, "milk", 4), Err(not_enough("milk", 4, 3)));
    assert_eq!(stock.reserve(3, "milk", 0), Err(StockError::InvalidQuantity));
    assert_eq!(stock.reserve(3, "tea", 1), Err(StockError::UnknownArticle("tea".into())));
    assert_eq!(stock.reserve(3, "milk", 3), Ok(3));
    assert_eq!((stock.reserved("milk"), stock.free("milk", 3), stock.reserved("salt")), (Ok(10), Ok(0), Ok(1)));
    assert_eq!(stock.movements().len(), before);
    assert!(stock.reserved("tea").is_err() && stock.free("tea", 1).is_err());
}

#[test]
fn expiry() {
    let mut stock = filled();
    assert_eq!(stock.reserve(6, "milk", 5), Err(not_enough("milk", 5, 4)));
    stock.reserve(3, "milk", 7).unwrap();
    assert_eq!((stock.free("milk", 6), stock.free("milk", 5)), (Ok(0), Ok(3)));
    assert_eq!(stock.fulfil(6, 1), Err(not_enough("milk", 7, 4)));
    assert_eq!(stock.reserved("milk"), Ok(7));
    assert_eq!(stock.reserve(6, "milk", 1), Err(not_enough("milk", 1, 0)));
    assert_eq!(stock.sell(6, "milk", 1), Err(not_enough("milk", 1, 0)));
    stock.receive(6, "milk", 5, Some(20)).unwrap();
    assert_eq!(stock.fulfil(6, 1).unwrap(), [Pick { lot: 1, quantity: 4 }, Pick { lot: 4, quantity: 3 }]);
}

#[test]
fn release_and_fulfil() {
    let mut stock = filled();
    stock.reserve(3, "milk", 8).unwrap();
    stock.reserve(3, "milk", 2).unwrap();
    assert_eq!(stock.release(1), Ok(()));
    assert_eq!(stock.release(1), Err(StockError::UnknownReservation(1)));
    assert_eq!(stock.fulfil(3, 1), Err(StockError::UnknownReservation(1)));
    assert_eq!(StockError::UnknownReservation(7).to_string(), "there is no reservation 7");
    assert_eq!(stock.free("milk", 3), Ok(8));
    assert_eq!(stock.fulfil(4, 2).unwrap(), [Pick { lot: 2, quantity: 2 }]);
    assert_eq!((stock.reserved("milk"), stock.on_hand("milk"), stock.sold("milk", 4, 4)), (Ok(0), Ok(8), 2));
    let last = stock.movements().last().unwrap();
    assert_eq!((last.day, last.change, last.reason), (4, -2, Reason::Sale));
    assert_eq!(stock.fulfil(4, 2), Err(StockError::UnknownReservation(2)));
    assert_eq!(stock.reserve(4, "milk", 1), Ok(3));
}

#[test]
fn fulfilling_when_all_is_reserved() {
    let mut stock = filled();
    stock.reserve(3, "milk", 6).unwrap();
    stock.reserve(3, "milk", 4).unwrap();
    assert_eq!(stock.fulfil(3, 2).unwrap(), [Pick { lot: 2, quantity: 4 }]);
    assert_eq!(stock.fulfil(3, 1).unwrap(), [Pick { lot: 2, quantity: 2 }, Pick { lot: 1, quantity: 4 }]);
    assert_eq!(stock.on_hand("milk"), Ok(0));
}

#[test]
fn selling() {
    let mut stock = filled();
    stock.reserve(3, "milk", 8).unwrap();
    assert_eq!(stock.sell(3, "milk", 3), Err(not_enough("milk", 3, 2)));
    assert_eq!(stock.sell(3, "milk", 2).unwrap(), [Pick { lot: 2, quantity: 2 }]);
    assert_eq!(stock.sell(3, "salt", 3).unwrap().len(), 1);
    assert_eq!(stock.sell(3, "milk", 0), Err(StockError::InvalidQuantity));
}

#[test]
fn reports() {
    let mut stock = filled();
    stock.reserve(3, "milk", 7).unwrap();
    assert_eq!(table(&stock, 3), "sku on-hand available free\nmilk 10 10 3\nsalt 3 3 3");
    assert_eq!(table(&stock, 7), "sku on-hand available free\nmilk 10 4 0\nsalt 3 3 3");
    assert_eq!(stock.to_order(3), [("milk".to_string(), 2)]);
    assert_eq!(stock.to_order(7), [("milk".to_string(), 5)]);
    assert_eq!(stock.clear_expired(7), 6);
    assert_eq!(stock.value(), 4 * 120 + 3 * 90);
}
