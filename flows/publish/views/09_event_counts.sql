-- stored
-- Numbers of events by country, type, status and year.
SELECT country, event_type, status, year(date_start) AS year, count(*) AS events
FROM events
GROUP BY ALL
ORDER BY country NULLS LAST, event_type, status, year NULLS LAST
