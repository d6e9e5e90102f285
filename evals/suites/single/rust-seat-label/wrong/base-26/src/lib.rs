//! Seats of a hall.

/// How many rows a hall needs for so many seats.
pub fn rows_needed(seats: usize, per_row: usize) -> usize {
    if per_row == 0 {
        return 0;
    }
    (seats + per_row - 1) / per_row
}

/// The name of a seat: its row in letters, then its place in the row, from 1.
pub fn seat_label(index: usize, per_row: usize) -> String {
    if per_row == 0 {
        return String::new();
    }
    let mut row = index / per_row;
    let mut letters = Vec::new();
    loop {
        letters.push((b'A' + (row % 26) as u8) as char);
        row /= 26;
        if row == 0 {
            break;
        }
    }
    let letters: String = letters.iter().rev().collect();
    format!("{}{}", letters, index % per_row + 1)
}
