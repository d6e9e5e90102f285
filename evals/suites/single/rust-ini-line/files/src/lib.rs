//! Reads our settings files.
