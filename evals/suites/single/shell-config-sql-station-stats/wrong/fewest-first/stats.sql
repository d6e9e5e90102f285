-- Rides by station of departure.
SELECT s.name, COUNT(*) AS rides
FROM stations s
JOIN rides r ON r.from_station = s.id
GROUP BY s.id, s.name
ORDER BY rides;
