pub mod report;
pub mod stock;
