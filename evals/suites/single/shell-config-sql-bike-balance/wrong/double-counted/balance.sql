SELECT date(r.started) AS day, s.name AS station, COUNT(DISTINCT r.id) AS out_rides, COUNT(i.id) AS in_rides,
       COUNT(i.id) - COUNT(r.id) AS balance
FROM stations s JOIN rides r ON r.from_station = s.id
LEFT JOIN rides i ON i.to_station = s.id AND date(i.started) = date(r.started) AND i.minutes IS NOT NULL
GROUP BY day, s.id ORDER BY day, station;
