-- What changed since the previous release?
SELECT table_name, op, records, fields
FROM change_counts
WHERE table_name IN ('events', 'actors', 'programmes')
ORDER BY table_name, op
