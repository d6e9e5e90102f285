//! Invoices. All money is in cents.

mod format;

pub use format::euros;

#[derive(Debug, Clone)]
pub struct Line {
    pub title: String,
    pub quantity: u32,
    pub cents: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Invoice {
    pub customer: String,
    pub lines: Vec<Line>,
    percent: u32,
}

impl Invoice {
    pub fn new(customer: &str) -> Self {
        Invoice { customer: customer.to_string(), lines: Vec::new(), percent: 0 }
    }

    pub fn add(&mut self, title: &str, quantity: u32, cents: i64) -> &mut Self {
        self.lines.push(Line { title: title.to_string(), quantity, cents });
        self
    }

    /// Sum of all lines.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.quantity) * line.cents).sum()
    }

    /// Take so many percent off, 100 at most.
    pub fn set_discount(&mut self, percent: u32) {
        self.percent = percent.min(100);
    }

    /// The cents that are taken off, rounded down.
    pub fn discount(&self) -> i64 {
        self.lines.iter().map(|l| i64::from(l.quantity) * l.cents * i64::from(self.percent) / 100).sum()
    }

    /// What is to be paid.
    pub fn payable(&self) -> i64 {
        self.total() - self.discount()
    }

    /// The invoice as text, one line each, with the total at the end.
    pub fn render(&self) -> String {
        let mut text = format!("Invoice for {}\n", self.customer);
        for line in &self.lines {
            let sum = i64::from(line.quantity) * line.cents;
            text.push_str(&format!("{} x {}: {}\n", line.quantity, line.title, euros(sum)));
        }
        if self.percent > 0 {
            text.push_str(&format!("Discount {}%: {}\n", self.percent, euros(-self.discount())));
        }
        text.push_str(&format!("Total: {}\n", euros(self.payable())));
        text
    }
}
