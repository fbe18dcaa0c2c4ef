-- How many events of each type take place in each country?
SELECT country, event_type, sum(events)::BIGINT AS events, coalesce(sum(events) FILTER (status = 'occurred'), 0)::BIGINT AS held
FROM event_counts
WHERE country IS NOT NULL
GROUP BY country, event_type
ORDER BY events DESC, country, event_type
LIMIT 50
