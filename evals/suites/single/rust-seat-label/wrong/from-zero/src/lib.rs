//! Seats of a hall.

/// How many rows a hall needs for so many seats.
pub fn rows_needed(seats: usize, per_row: usize) -> usize {
    if per_row == 0 {
        return 0;
    }
    (seats + per_row - 1) / per_row
}

/// The name of a seat: the letter of its row, then its place in the row, from 1.
pub fn seat_label(index: usize, per_row: usize) -> String {
    let row = (b'A' + (index / per_row) as u8) as char;
    format!("{}{}", row, index % per_row)
}
