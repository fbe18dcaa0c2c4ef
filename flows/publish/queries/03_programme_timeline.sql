-- What has taken place under a programme, in order?
SELECT date_start, status, relation, title_en
FROM programme_timeline
WHERE programme_id = 'bali-work-plan-2019-2025'
ORDER BY date_start NULLS LAST, event_id
