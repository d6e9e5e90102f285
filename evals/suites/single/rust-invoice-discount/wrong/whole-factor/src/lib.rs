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
}

impl Invoice {
    pub fn new(customer: &str) -> Self {
        Invoice { customer: customer.to_string(), lines: Vec::new() }
    }

    pub fn add(&mut self, title: &str, quantity: u32, cents: i64) -> &mut Self {
        self.lines.push(Line { title: title.to_string(), quantity, cents });
        self
    }

    /// Sum of all lines.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| i64::from(line.quantity) * line.cents).sum()
    }

    /// The total in cents with so many percent taken off.
    pub fn payable(&self, percent: i64) -> i64 {
        self.total() - self.total() * (percent / 100)
    }

    /// The invoice as text, one line each, with the total at the end.
    pub fn render(&self) -> String {
        let mut text = format!("Invoice for {}\n", self.customer);
        for line in &self.lines {
            let sum = i64::from(line.quantity) * line.cents;
            text.push_str(&format!("{} x {}: {}\n", line.quantity, line.title, euros(sum)));
        }
        text.push_str(&format!("Total: {}\n", euros(self.total())));
        text
    }
}
