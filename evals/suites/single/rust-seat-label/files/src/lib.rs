//! Seats of a hall.

/// How many rows a hall needs for so many seats.
pub fn rows_needed(seats: usize, per_row: usize) -> usize {
    if per_row == 0 {
        return 0;
    }
    (seats + per_row - 1) / per_row
}
