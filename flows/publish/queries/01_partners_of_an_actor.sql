-- Who does BNPT work with most, and since when?
SELECT partner_id, partner_name, partner_kind, events, events_held, first_date, last_date
FROM partners
WHERE actor_id = 'bnpt'
ORDER BY events DESC, partner_id
LIMIT 20
