-- How many events of each type take place in each country?
SELECT country, event_type, count(*) AS events, count(*) FILTER (status = 'occurred') AS held
FROM events
WHERE country IS NOT NULL
GROUP BY ALL
ORDER BY events DESC, country, event_type
LIMIT 50
