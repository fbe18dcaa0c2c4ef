-- In which roles does an actor take part, year by year?
SELECT year(e.date_start) AS year, l.role, count(*) AS events
FROM event_actors l
JOIN events e USING (event_id)
WHERE l.actor_id = 'bnpt'
GROUP BY ALL
ORDER BY year NULLS LAST, events DESC, role
