-- Tables of the bike rental, for SQLite.
CREATE TABLE stations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE bikes (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    station_id INTEGER REFERENCES stations (id)  -- NULL while it is rented
);

CREATE TABLE rides (
    id INTEGER PRIMARY KEY,
    bike_id INTEGER NOT NULL REFERENCES bikes (id),
    from_station INTEGER NOT NULL REFERENCES stations (id),
    to_station INTEGER REFERENCES stations (id),  -- NULL until the bike is back
    started TEXT NOT NULL,  -- 2024-05-06 10:00
    minutes INTEGER
);
