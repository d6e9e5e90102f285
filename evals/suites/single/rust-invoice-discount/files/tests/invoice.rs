use billing::Invoice;

#[test]
fn renders_lines_and_total() {
    let mut invoice = Invoice::new("Ada");
    invoice.add("Pen", 3, 120).add("Book", 1, 1999);
    assert_eq!(invoice.total(), 2359);
    assert_eq!(invoice.render(), "Invoice for Ada\n3 x Pen: 3.60\n1 x Book: 19.99\nTotal: 23.59\n");
}
