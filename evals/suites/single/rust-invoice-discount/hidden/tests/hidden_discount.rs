use billing::Invoice;

fn sample() -> Invoice {
    let mut invoice = Invoice::new("Ada");
    invoice.add("Pen", 3, 200).add("Book", 1, 1400);
    invoice
}

#[test]
fn takes_percent_off() {
    assert_eq!(sample().payable(10), 1800);
    assert_eq!(sample().payable(25), 1500);
    assert_eq!(sample().payable(15), 1700);
}

#[test]
fn all_and_nothing() {
    assert_eq!(sample().payable(0), 2000);
    assert_eq!(sample().payable(100), 0);
    assert_eq!(Invoice::new("Bo").payable(10), 0);
}

#[test]
fn the_rest_is_as_before() {
    let invoice = sample();
    invoice.payable(10);
    assert_eq!(invoice.total(), 2000);
    assert_eq!(invoice.render(), "Invoice for Ada\n3 x Pen: 6.00\n1 x Book: 14.00\nTotal: 20.00\n");
}
