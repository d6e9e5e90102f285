use billing::{euros, Invoice};

fn sample() -> Invoice {
    let mut invoice = Invoice::new("Ada");
    invoice.add("Pen", 3, 120).add("Book", 1, 1999);
    invoice
}

#[test]
fn takes_percent_off() {
    let mut invoice = sample();
    invoice.set_discount(15);
    assert_eq!(invoice.total(), 2359);
    assert_eq!(invoice.discount(), 353);
    assert_eq!(invoice.payable(), 2006);
    assert_eq!(
        invoice.render(),
        "Invoice for Ada\n3 x Pen: 3.60\n1 x Book: 19.99\nDiscount 15%: -3.53\nTotal: 20.06\n"
    );
}

#[test]
fn rounds_down_once_for_the_whole() {
    let mut invoice = Invoice::new("B");
    invoice.add("a", 1, 99).add("b", 1, 99).add("c", 1, 99);
    invoice.set_discount(50);
    assert_eq!(invoice.discount(), 148);
    assert_eq!(invoice.payable(), 149);
}

#[test]
fn one_hundred_at_most() {
    let mut invoice = sample();
    invoice.set_discount(250);
    assert_eq!(invoice.payable(), 0);
    assert!(invoice.render().contains("Discount 100%: -23.59\nTotal: 0.00\n"));
}

#[test]
fn without_a_discount_nothing_changes() {
    let mut invoice = sample();
    assert_eq!((invoice.discount(), invoice.payable()), (0, 2359));
    assert_eq!(invoice.render(), "Invoice for Ada\n3 x Pen: 3.60\n1 x Book: 19.99\nTotal: 23.59\n");
    invoice.set_discount(10);
    invoice.set_discount(0);
    assert!(!invoice.render().contains("Discount"));
    assert_eq!(euros(-5), "-0.05");
}
