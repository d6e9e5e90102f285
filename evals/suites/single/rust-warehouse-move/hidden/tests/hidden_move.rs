use depot::stock::{Movement, StockError, Warehouse};

fn house() -> Warehouse {
    let mut house = Warehouse::new();
    house.add_article("B7", "Bolt", 12, 50).unwrap();
    house.add_article("N7", "Nut", 5, 0).unwrap();
    house.add_place("shelf", 100).unwrap();
    house.add_place("box", 30).unwrap();
    house.receive("B7", "shelf", 60).unwrap();
    house.receive("N7", "box", 10).unwrap();
    house
}

#[test]
fn moves() {
    let mut h = house();
    assert_eq!(h.relocate("B7", "shelf", "box", 20), Ok(()));
    assert_eq!(h.place("shelf").unwrap().count("B7"), 40);
    assert_eq!(h.place("box").unwrap().count("B7"), 20);
    assert_eq!(h.on_hand("B7"), Ok(60));
    assert_eq!(h.journal().len(), 3);
    let entry = Movement::Moved { article: "B7".into(), from: "shelf".into(), to: "box".into(), pieces: 20 };
    assert_eq!(h.journal()[2], entry);
}

#[test]
fn moves_the_last_piece() {
    let mut h = house();
    h.relocate("N7", "box", "shelf", 10).unwrap();
    assert!(h.place("box").unwrap().codes().is_empty());
    assert_eq!(h.whereabouts("N7").unwrap(), vec![("shelf", 10)]);
}

#[test]
fn nothing_changes_on_errors() {
    let mut h = house();
    let before = (h.report(), h.journal().len());
    let not_enough =
        StockError::NotEnough { article: "B7".into(), place: "shelf".into(), there: 60, wanted: 61 };
    assert_eq!(h.relocate("B7", "shelf", "box", 61), Err(not_enough));
    assert_eq!(h.relocate("B7", "shelf", "box", 21), Err(StockError::PlaceFull { place: "box".into(), room: 20 }));
    assert_eq!(h.relocate("B7", "shelf", "box", 0), Err(StockError::NothingToMove));
    assert_eq!(h.relocate("B7", "shelf", "shelf", 5), Err(StockError::NothingToMove));
    assert_eq!((h.report(), h.journal().len()), before);
}

#[test]
fn errors_come_in_their_order() {
    let mut h = house();
    assert_eq!(h.relocate("X", "nowhere", "box", 0), Err(StockError::UnknownArticle("X".into())));
    assert_eq!(h.relocate("B7", "nowhere", "neither", 0), Err(StockError::UnknownPlace("nowhere".into())));
    assert_eq!(h.relocate("B7", "shelf", "neither", 999), Err(StockError::UnknownPlace("neither".into())));
    assert_eq!(h.relocate("B7", "nowhere", "nowhere", 1), Err(StockError::UnknownPlace("nowhere".into())));
}

#[test]
fn the_rest_works_as_before() {
    let mut h = house();
    h.correct("N7", "box", 8).unwrap();
    assert_eq!(h.journal().last().unwrap().to_string(), "N7 in box: 10 were 8");
    h.ship("N7", "box", 8).unwrap();
    assert_eq!(h.value(), 720);
    assert!(h.to_order().is_empty());
    assert_eq!(h.report(), "box (0/30)\nshelf (60/100)\n     60 B7 Bolt\n");
}
