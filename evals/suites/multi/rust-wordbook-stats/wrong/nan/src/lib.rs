//! A vocabulary trainer's word list.

pub mod entry;
pub mod list;
pub mod stats;
