WITH moves AS (
    SELECT date(started) AS day, from_station AS station_id, 1 AS went, 0 AS came FROM rides
    UNION ALL
    SELECT date(started), to_station, 0, 1 FROM rides WHERE to_station IS NOT NULL
),
days AS (
    SELECT day, station_id, SUM(went) AS out_rides, SUM(came) AS in_rides FROM moves GROUP BY day, station_id
)
SELECT d.day, s.name AS station, d.out_rides, d.in_rides,
       SUM(d.in_rides - d.out_rides) OVER (PARTITION BY d.station_id ORDER BY d.day) AS balance
FROM days d
JOIN stations s ON s.id = d.station_id
ORDER BY d.day, station;
