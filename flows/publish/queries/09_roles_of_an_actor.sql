-- In which roles does an actor take part, year by year?
SELECT year(date_start) AS year, role, count(*) AS events
FROM event_participants
WHERE actor_id = 'bnpt'
GROUP BY ALL
ORDER BY year NULLS LAST, events DESC, role
