-- sinergi 2026-11-28.1: views over the Parquet files of this release, for DuckDB 1.4 or later.
-- From a local copy, inside the release's folder:     duckdb -init attach.sql
-- From another folder or by address, set it first:    SET VARIABLE release = 'https://example.org/releases/2026-11-28.1';
-- (an address needs DuckDB's httpfs: INSTALL httpfs; LOAD httpfs;) and then run:    .read attach.sql
SET VARIABLE release = coalesce(getvariable('release'), '.');
CREATE OR REPLACE VIEW events AS SELECT * FROM read_parquet(getvariable('release') || '/data/events.parquet');
CREATE OR REPLACE VIEW actors AS SELECT * FROM read_parquet(getvariable('release') || '/data/actors.parquet');
CREATE OR REPLACE VIEW programmes AS SELECT * FROM read_parquet(getvariable('release') || '/data/programmes.parquet');
CREATE OR REPLACE VIEW event_actors AS SELECT * FROM read_parquet(getvariable('release') || '/data/event_actors.parquet');
CREATE OR REPLACE VIEW event_programmes AS SELECT * FROM read_parquet(getvariable('release') || '/data/event_programmes.parquet');
CREATE OR REPLACE VIEW programme_actors AS SELECT * FROM read_parquet(getvariable('release') || '/data/programme_actors.parquet');
CREATE OR REPLACE VIEW positions AS SELECT * FROM read_parquet(getvariable('release') || '/data/positions.parquet');
CREATE OR REPLACE VIEW event_links AS SELECT * FROM read_parquet(getvariable('release') || '/data/event_links.parquet');
CREATE OR REPLACE VIEW reports AS SELECT * FROM read_parquet(getvariable('release') || '/data/reports.parquet');
CREATE OR REPLACE VIEW evidence AS SELECT * FROM read_parquet(getvariable('release') || '/data/evidence.parquet');
CREATE OR REPLACE VIEW event_history AS SELECT * FROM read_parquet(getvariable('release') || '/data/event_history.parquet');
CREATE OR REPLACE VIEW changes AS SELECT * FROM read_parquet(getvariable('release') || '/data/changes.parquet');
CREATE OR REPLACE VIEW redirects AS SELECT * FROM read_parquet(getvariable('release') || '/data/redirects.parquet');
COMMENT ON VIEW events IS 'One row per real-world happening, however many reports, outlets and languages tell of it.';
COMMENT ON COLUMN events.event_id IS 'Opaque identifier, minted once and kept for ever.';
COMMENT ON COLUMN events.event_type IS 'What happened: the first type that fits.';
COMMENT ON COLUMN events.status IS 'Planned, ongoing, occurred, postponed, cancelled or unconfirmed as of the release''s date.';
COMMENT ON COLUMN events.title_id IS 'Composed from the fields in Indonesian; never copied from a report.';
COMMENT ON COLUMN events.title_en IS 'Composed from the fields in English; never copied from a report.';
COMMENT ON COLUMN events.date_start IS 'First day of the event, or of the window that holds it.';
COMMENT ON COLUMN events.date_end IS 'Last day of the event, or of the window that holds it.';
COMMENT ON COLUMN events.date_precision IS 'How exactly the span is known.';
COMMENT ON COLUMN events.date_basis IS 'What the dates rest on; never the publication date standing in for the event''s.';
COMMENT ON COLUMN events.place_name IS 'Most specific named place, city before venue.';
COMMENT ON COLUMN events.place_precision IS 'What kind of place is named.';
COMMENT ON COLUMN events.country IS 'ISO 3166-1 alpha-3 code of the country where it takes place.';
COMMENT ON COLUMN events.latitude IS 'Degrees north (WGS 84) of the named place, from the gazetteer.';
COMMENT ON COLUMN events.longitude IS 'Degrees east (WGS 84) of the named place, from the gazetteer.';
COMMENT ON COLUMN events.is_online IS 'True where the event is held online.';
COMMENT ON COLUMN events.themes IS 'What the event deals with (codelist theme), sorted.';
COMMENT ON COLUMN events.plover_event IS 'PLOVER event type that the event maps to.';
COMMENT ON COLUMN events.plover_mode IS 'PLOVER mode where the type has one.';
COMMENT ON COLUMN events.cameo_root IS 'CAMEO code that the event maps to.';
COMMENT ON COLUMN events.report_count IS 'Number of reports that tell of the event.';
COMMENT ON COLUMN events.source_count IS 'Number of independent texts: syndicated copies count once.';
COMMENT ON COLUMN events.first_reported IS 'Publication date of the earliest report.';
COMMENT ON COLUMN events.last_reported IS 'Publication date of the latest report.';
COMMENT ON COLUMN events.confidence IS 'Calibrated probability (0-1) that the event is real and rightly typed.';
COMMENT ON COLUMN events.review_state IS 'Whether a person looked at it.';
COMMENT ON COLUMN events.first_release IS 'Release in which the record first stood.';
COMMENT ON COLUMN events.last_changed_release IS 'Release in which the record last changed.';
COMMENT ON VIEW actors IS 'One row per organisation, person in an official or professional capacity, or country that acts.';
COMMENT ON COLUMN actors.actor_id IS 'Readable for registry records, opaque for discovered ones; kept for ever.';
COMMENT ON COLUMN actors.kind IS 'Organisation, person or country.';
COMMENT ON COLUMN actors.name IS 'Canonical name, without rank, academic title or honorific.';
COMMENT ON COLUMN actors.name_id IS 'Name in Indonesian.';
COMMENT ON COLUMN actors.name_en IS 'Name in English.';
COMMENT ON COLUMN actors.acronym IS 'Usual acronym.';
COMMENT ON COLUMN actors.aliases IS 'Every other form of the name, sorted.';
COMMENT ON COLUMN actors.category IS 'What sort of body it is.';
COMMENT ON COLUMN actors.country IS 'ISO 3166-1 alpha-3 code of its country.';
COMMENT ON COLUMN actors.parent_actor_id IS 'The actor that it is a part of.';
COMMENT ON COLUMN actors.wikidata_id IS 'Wikidata item.';
COMMENT ON COLUMN actors.ftm_schema IS 'FollowTheMoney schema of the record.';
COMMENT ON COLUMN actors.iati_organisation_type IS 'Code of the IATI OrganisationType codelist.';
COMMENT ON COLUMN actors.plover_sector IS 'PLOVER sector code.';
COMMENT ON COLUMN actors.origin IS 'Written in the registry or found by form.';
COMMENT ON COLUMN actors.event_count IS 'Number of events that it takes part in.';
COMMENT ON COLUMN actors.report_count IS 'Number of reports that name it.';
COMMENT ON COLUMN actors.first_reported IS 'Publication date of the earliest report that names it.';
COMMENT ON COLUMN actors.last_reported IS 'Publication date of the latest report that names it.';
COMMENT ON COLUMN actors.confidence IS 'Calibrated probability (0-1) that this is an actor, rightly named.';
COMMENT ON COLUMN actors.review_state IS 'Whether a person looked at it.';
COMMENT ON COLUMN actors.first_release IS 'Release in which the record first stood.';
COMMENT ON COLUMN actors.last_changed_release IS 'Release in which the record last changed.';
COMMENT ON VIEW programmes IS 'One row per named programme, project, plan, strategy, framework, agreement, law or campaign.';
COMMENT ON COLUMN programmes.programme_id IS 'Readable for registry records, opaque for discovered ones; kept for ever.';
COMMENT ON COLUMN programmes.kind IS 'Programme, project, plan, strategy, framework, agreement, law or campaign.';
COMMENT ON COLUMN programmes.name IS 'Canonical name.';
COMMENT ON COLUMN programmes.name_id IS 'Name in Indonesian.';
COMMENT ON COLUMN programmes.name_en IS 'Name in English.';
COMMENT ON COLUMN programmes.acronym IS 'Usual acronym.';
COMMENT ON COLUMN programmes.aliases IS 'Every other form of the name, sorted.';
COMMENT ON COLUMN programmes.status IS 'IATI activity status.';
COMMENT ON COLUMN programmes.start_date IS 'Start as precisely as known: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN programmes.end_date IS 'End as precisely as known: YYYY, YYYY-MM or YYYY-MM-DD.';
COMMENT ON COLUMN programmes.period_precision IS 'Precision of start and end.';
COMMENT ON COLUMN programmes.parent_programme_id IS 'The programme that it is a part of.';
COMMENT ON COLUMN programmes.countries IS 'ISO 3166-1 alpha-3 codes of the countries that it is for, sorted.';
COMMENT ON COLUMN programmes.themes IS 'What it deals with (codelist theme), sorted.';
COMMENT ON COLUMN programmes.url IS 'Official page.';
COMMENT ON COLUMN programmes.wikidata_id IS 'Wikidata item.';
COMMENT ON COLUMN programmes.iati_identifier IS 'IATI activity identifier.';
COMMENT ON COLUMN programmes.origin IS 'Written in the registry or found by form.';
COMMENT ON COLUMN programmes.event_count IS 'Number of events linked to it.';
COMMENT ON COLUMN programmes.report_count IS 'Number of reports that name it.';
COMMENT ON COLUMN programmes.first_reported IS 'Publication date of the earliest report that names it.';
COMMENT ON COLUMN programmes.last_reported IS 'Publication date of the latest report that names it.';
COMMENT ON COLUMN programmes.confidence IS 'Calibrated probability (0-1) that this is a programme, rightly named.';
COMMENT ON COLUMN programmes.review_state IS 'Whether a person looked at it.';
COMMENT ON COLUMN programmes.first_release IS 'Release in which the record first stood.';
COMMENT ON COLUMN programmes.last_changed_release IS 'Release in which the record last changed.';
COMMENT ON VIEW event_actors IS 'Who takes part in an event, in which role; one row per event, actor and role.';
COMMENT ON COLUMN event_actors.event_id IS 'The event.';
COMMENT ON COLUMN event_actors.actor_id IS 'The actor.';
COMMENT ON COLUMN event_actors.role IS 'What the actor does in the event.';
COMMENT ON COLUMN event_actors.position_title IS 'Office in which a person, or an unnamed office-holder, takes part, as written.';
COMMENT ON COLUMN event_actors.on_behalf_of IS 'The actor that a person stands for.';
COMMENT ON VIEW event_programmes IS 'Which programmes an event is about, carries out, starts, reviews or funds.';
COMMENT ON COLUMN event_programmes.event_id IS 'The event.';
COMMENT ON COLUMN event_programmes.programme_id IS 'The programme.';
COMMENT ON COLUMN event_programmes.relation IS 'What the event is to the programme.';
COMMENT ON VIEW programme_actors IS 'Who leads, carries out, funds, joins or benefits from a programme.';
COMMENT ON COLUMN programme_actors.programme_id IS 'The programme.';
COMMENT ON COLUMN programme_actors.actor_id IS 'The actor.';
COMMENT ON COLUMN programme_actors.role IS 'What the actor is to the programme.';
COMMENT ON COLUMN programme_actors.iati_role IS 'Code of the IATI OrganisationRole codelist.';
COMMENT ON VIEW positions IS 'Offices that persons are reported to hold; one row per person, organisation and title.';
COMMENT ON COLUMN positions.person_id IS 'The person.';
COMMENT ON COLUMN positions.organisation_id IS 'The organisation, or country, that the office belongs to.';
COMMENT ON COLUMN positions.title IS 'The office, as most often written.';
COMMENT ON COLUMN positions.observed_from IS 'Publication date of the earliest report that gives the office.';
COMMENT ON COLUMN positions.observed_to IS 'Publication date of the latest report that gives the office.';
COMMENT ON VIEW event_links IS 'How events belong together; `event_id` is the part, the follow-up or the later occasion.';
COMMENT ON COLUMN event_links.event_id IS 'The event.';
COMMENT ON COLUMN event_links.related_event_id IS 'The event that it belongs to.';
COMMENT ON COLUMN event_links.relation IS 'How they belong together.';
COMMENT ON VIEW reports IS 'One row per captured report, relevant or not; its text is not released.';
COMMENT ON COLUMN reports.report_id IS 'Identifier of the report: its own id, or one made from its address or bytes.';
COMMENT ON COLUMN reports.source_ref IS 'File name, feed entry or archive record that it came from.';
COMMENT ON COLUMN reports.url IS 'Canonical address.';
COMMENT ON COLUMN reports.title IS 'Headline.';
COMMENT ON COLUMN reports.publisher IS 'Outlet or press office.';
COMMENT ON COLUMN reports.lang IS 'Language of the text.';
COMMENT ON COLUMN reports.published_at IS 'Date of publication.';
COMMENT ON COLUMN reports.retrieved_at IS 'When the bytes were captured (UTC).';
COMMENT ON COLUMN reports.source_type IS 'What kind of input it came from.';
COMMENT ON COLUMN reports.licence IS 'Licence of the text, where known.';
COMMENT ON COLUMN reports.text_sha256 IS 'SHA-256 of the UTF-8 text that evidence offsets point into.';
COMMENT ON COLUMN reports.text_length IS 'Length of the text in characters.';
COMMENT ON COLUMN reports.syndication_id IS 'Report id of the earliest report with nearly the same text.';
COMMENT ON COLUMN reports.is_relevant IS 'True where the report is in scope.';
COMMENT ON COLUMN reports.relevance IS 'Score (0-1) of the relevance gate.';
COMMENT ON VIEW evidence IS 'The words behind one value: a span of a report, the rule that read it and its confidence.';
COMMENT ON COLUMN evidence.record_type IS 'Table that the value stands in.';
COMMENT ON COLUMN evidence.record_id IS 'Primary key of the row; parts of a compound key are joined by `|`.';
COMMENT ON COLUMN evidence.field IS 'Column that the value stands in.';
COMMENT ON COLUMN evidence.value IS 'The value as text, as this report gives it.';
COMMENT ON COLUMN evidence.report_id IS 'The report.';
COMMENT ON COLUMN evidence.char_start IS 'First character of the span in the report''s text, from 0.';
COMMENT ON COLUMN evidence.char_end IS 'Character after the span.';
COMMENT ON COLUMN evidence.quote IS 'The words, only where the source''s licence allows it (at most 240 characters).';
COMMENT ON COLUMN evidence.method IS 'Rule or model that read it.';
COMMENT ON COLUMN evidence.extractor_version IS 'Version of the extractor.';
COMMENT ON COLUMN evidence.confidence IS 'Confidence (0-1) of this reading.';
COMMENT ON VIEW event_history IS 'One row per report and event: the status and dates that the report gave.';
COMMENT ON COLUMN event_history.event_id IS 'The event.';
COMMENT ON COLUMN event_history.as_of IS 'Publication date of the report.';
COMMENT ON COLUMN event_history.status IS 'Status as of the report.';
COMMENT ON COLUMN event_history.date_start IS 'First day, as the report gives it.';
COMMENT ON COLUMN event_history.date_end IS 'Last day, as the report gives it.';
COMMENT ON COLUMN event_history.report_id IS 'The report.';
COMMENT ON VIEW changes IS 'One row per record that differs from the previous release.';
COMMENT ON COLUMN changes.table_name IS 'Released table.';
COMMENT ON COLUMN changes.record_id IS 'Primary key; parts of a compound key are joined by `|`.';
COMMENT ON COLUMN changes.op IS 'What happened to the record.';
COMMENT ON COLUMN changes.fields IS 'Columns that changed, sorted; empty for rows added or removed.';
COMMENT ON COLUMN changes.release IS 'This release.';
COMMENT ON COLUMN changes.previous_release IS 'The release compared with.';
COMMENT ON VIEW redirects IS 'Ids that are no longer in use and the record that holds them now; kept for ever.';
COMMENT ON COLUMN redirects.old_id IS 'Id as it stood in an earlier release.';
COMMENT ON COLUMN redirects.new_id IS 'Id of the record that holds it now.';
COMMENT ON COLUMN redirects.release IS 'Release in which it was redirected.';
COMMENT ON COLUMN redirects.reason IS 'Why.';
CREATE OR REPLACE VIEW release_info AS SELECT '2026-11-28.1' AS version, DATE '2026-11-28' AS as_of, '1.0.0' AS schema_version, '2026-11-27.2'::VARCHAR AS previous_release;
COMMENT ON VIEW release_info IS 'Which release this is: one row.';
CREATE OR REPLACE VIEW partners AS
WITH parties AS (
    SELECT DISTINCT e.event_id, e.event_type, e.status, e.date_start, coalesce(p.on_behalf_of, p.actor_id) AS actor_id
    FROM event_actors p
    JOIN events e USING (event_id)
    WHERE e.status <> 'cancelled'
)
SELECT
    a.actor_id,
    x.name AS actor_name,
    b.actor_id AS partner_id,
    y.name AS partner_name,
    y.kind AS partner_kind,
    y.country AS partner_country,
    count(*) AS events,
    count(*) FILTER (a.status = 'occurred') AS events_held,
    min(a.date_start) AS first_date,
    max(a.date_start) AS last_date,
    list_sort(list_distinct(list(a.event_type))) AS event_types
FROM parties a
JOIN parties b ON a.event_id = b.event_id AND a.actor_id <> b.actor_id
JOIN actors x ON x.actor_id = a.actor_id AND x.kind <> 'person'
JOIN actors y ON y.actor_id = b.actor_id AND y.kind <> 'person'
GROUP BY ALL
ORDER BY a.actor_id, events DESC, b.actor_id;
COMMENT ON VIEW partners IS 'Who works with whom: pairs of organisations and countries that take part in the same events. Each pair stands in both directions; a person counts for the body that he or she stands for.';
CREATE OR REPLACE VIEW open_promises AS
SELECT
    e.event_id,
    e.status,
    e.event_type,
    e.title_en,
    e.title_id,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.first_reported AS announced,
    (SELECT as_of FROM release_info) - e.date_end AS days_overdue,
    e.report_count
FROM events e
WHERE e.status IN ('planned', 'postponed', 'unconfirmed')
ORDER BY days_overdue DESC NULLS LAST, e.event_id;
COMMENT ON VIEW open_promises IS 'Announced, not yet reported as held: planned, postponed and unconfirmed events, the most overdue first.';
CREATE OR REPLACE VIEW kept_promises AS
SELECT
    e.event_id,
    e.event_type,
    e.title_en,
    e.title_id,
    e.date_start,
    min(h.as_of) FILTER (h.status IN ('planned', 'postponed')) AS announced,
    min(h.as_of) FILTER (h.status = 'occurred') AS reported_held,
    e.report_count
FROM events e
JOIN event_history h USING (event_id)
WHERE e.status = 'occurred'
GROUP BY ALL
HAVING count(*) FILTER (h.status IN ('planned', 'postponed')) > 0 AND count(*) FILTER (h.status = 'occurred') > 0
ORDER BY e.date_start NULLS LAST, e.event_id;
COMMENT ON VIEW kept_promises IS 'Events that one report announced and a later report told of as held.';
CREATE OR REPLACE VIEW programme_timeline AS
SELECT
    p.programme_id,
    p.name AS programme_name,
    e.date_start,
    e.date_end,
    e.date_precision,
    e.status,
    l.relation,
    e.event_type,
    e.title_en,
    e.title_id,
    e.event_id
FROM programmes p
JOIN event_programmes l USING (programme_id)
JOIN events e USING (event_id)
ORDER BY p.programme_id, e.date_start NULLS LAST, e.event_id;
COMMENT ON VIEW programme_timeline IS 'The events of every programme in the order of their dates, planned and held.';
CREATE OR REPLACE VIEW event_reports AS
SELECT
    h.event_id,
    e.title_en,
    e.title_id,
    h.as_of,
    h.status AS status_then,
    h.date_start,
    h.date_end,
    r.report_id,
    r.publisher,
    r.lang,
    r.title AS report_title,
    r.url,
    r.syndication_id
FROM event_history h
JOIN events e USING (event_id)
JOIN reports r USING (report_id)
ORDER BY h.event_id, h.as_of, r.report_id;
COMMENT ON VIEW event_reports IS 'The reports that tell of each event, with what each said of its status and dates.';
CREATE OR REPLACE VIEW event_participants AS
SELECT
    l.event_id,
    e.title_en,
    e.title_id,
    e.date_start,
    e.status,
    l.role,
    a.actor_id,
    a.name AS actor_name,
    a.kind,
    a.country,
    l.position_title,
    l.on_behalf_of
FROM event_actors l
JOIN events e USING (event_id)
JOIN actors a USING (actor_id)
ORDER BY a.actor_id, e.date_start NULLS LAST, l.event_id, l.role;
COMMENT ON VIEW event_participants IS 'Who takes part in each event, by name and role.';
CREATE OR REPLACE VIEW what_changed AS
SELECT
    c.table_name,
    c.op,
    c.record_id,
    coalesce(e.title_en, a.name, p.name) AS name,
    c.fields,
    c.previous_release
FROM changes c
LEFT JOIN events e ON c.table_name = 'events' AND e.event_id = c.record_id
LEFT JOIN actors a ON c.table_name = 'actors' AND a.actor_id = c.record_id
LEFT JOIN programmes p ON c.table_name = 'programmes' AND p.programme_id = c.record_id
WHERE c.table_name IN ('events', 'actors', 'programmes')
ORDER BY c.table_name, c.op, c.record_id;
COMMENT ON VIEW what_changed IS 'Events, actors and programmes that differ from the previous release, with their names.';
CREATE OR REPLACE VIEW change_counts AS
SELECT table_name, op, count(*) AS records, list_sort(list_distinct(flatten(list(fields)))) AS fields
FROM changes
GROUP BY table_name, op
ORDER BY table_name, op;
COMMENT ON VIEW change_counts IS 'How many records of each table differ from the previous release, in what way, and in which columns.';
CREATE OR REPLACE VIEW event_counts AS
SELECT country, event_type, status, year(date_start) AS year, count(*) AS events
FROM events
GROUP BY ALL
ORDER BY country NULLS LAST, event_type, status, year NULLS LAST;
COMMENT ON VIEW event_counts IS 'Numbers of events by country, type, status and year.';
CREATE OR REPLACE VIEW evidence_sources AS
SELECT
    v.record_type,
    v.record_id,
    v.field,
    v.value,
    v.quote,
    v.method,
    v.confidence,
    v.char_start,
    v.char_end,
    v.report_id,
    r.publisher,
    r.lang,
    r.published_at,
    r.title AS report_title,
    r.url
FROM evidence v
JOIN reports r USING (report_id)
ORDER BY v.record_type, v.record_id, v.field, r.published_at NULLS LAST, v.report_id, v.char_start, v.char_end, v.value, v.method;
COMMENT ON VIEW evidence_sources IS 'The words behind every value with the report that they stand in, the oldest report first.';
