-- Riders, and a rider for every ride.
CREATE TABLE riders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE COLLATE NOCASE,
    joined TEXT NOT NULL DEFAULT CURRENT_DATE
);
INSERT INTO riders (email) VALUES ('unknown@example.com');

CREATE TABLE new_rides (
    id INTEGER PRIMARY KEY,
    bike_id INTEGER NOT NULL REFERENCES bikes (id),
    from_station INTEGER NOT NULL REFERENCES stations (id),
    to_station INTEGER REFERENCES stations (id),  -- NULL until the bike is back
    started TEXT NOT NULL,  -- 2024-05-06 10:00
    minutes INTEGER,
    rider_id INTEGER NOT NULL REFERENCES riders (id)
);
INSERT INTO new_rides (id, bike_id, from_station, to_station, started, minutes, rider_id)
SELECT id, bike_id, from_station, to_station, started, minutes,
       (SELECT id FROM riders WHERE email = 'unknown@example.com')
FROM rides;
DROP TABLE rides;
ALTER TABLE new_rides RENAME TO rides;
