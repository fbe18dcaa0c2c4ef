-- What took place in one month?
SELECT event_id, event_type, title_en, date_start, place_name, country
FROM events
WHERE date_start BETWEEN DATE '2022-09-01' AND DATE '2022-09-30' AND status = 'occurred'
ORDER BY date_start, event_id
