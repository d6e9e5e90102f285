-- Rides and their average length by station of departure.
SELECT s.name, COUNT(r.id) AS rides, ROUND(AVG(r.minutes), 1) AS avg_minutes
FROM stations s
LEFT JOIN rides r ON r.from_station = s.id AND r.minutes IS NOT NULL
GROUP BY s.id, s.name
ORDER BY rides DESC, s.name;
