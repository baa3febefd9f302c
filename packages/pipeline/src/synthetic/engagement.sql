-- The activities of one year, held and cancelled: the year is in the variable `file`.
CREATE VIEW engagement AS
WITH drawn AS (
  SELECT *, bits('engagement', cell, place, 0) AS bits0, bits('engagement', cell, place, 1) AS bits1, bits('engagement', cell, place, 2) AS bits2
  FROM (SELECT *, unnest(range(records)) AS place FROM engagement_cell WHERE file = getvariable('file'))
),
record AS (
  SELECT * REPLACE (happens(cancelled, bits2, 1) AS cancelled) FROM drawn
)
SELECT
  format('E{}-{:05d}', getvariable('file'), row_number() OVER (ORDER BY day.day, start.start_time, bits0)) AS activity_id,
  strftime(day.day, '%Y-%m-%d') AS date,
  start.start_time,
  format('{:.1f}', length.hours) AS duration_hours,
  record.beat,
  streets.council_district,
  record.activity AS activity_type,
  iap2.iap2_level,
  mode.mode,
  record.ongoing,
  CASE WHEN NOT cancelled THEN crew.officers END AS officers,
  CASE WHEN NOT cancelled THEN format('{:.1f}', crew.officers * length.hours) END AS officer_hours,
  CASE WHEN NOT cancelled THEN greatest(3, round(crowd.attendance * turnout))::INTEGER END AS attendance,
  CASE WHEN happens(interpreted, bits1, 4) THEN 'en;es' ELSE 'en' END AS languages,
  happens(interpreted, bits1, 4) AND happens(0.8, bits1, 5) AS interpretation,
  host.hosts,
  CASE WHEN partner.partners <> 'none' THEN partner.partners END AS partners,
  notice.notice_days,
  NOT cancelled AND happens(next_steps, bits2, 0) AS next_steps_recorded,
  cancelled
FROM record
JOIN engagement_day AS day ON day.month = record.month AND day.week = record.week AND day.slot = draw(bits0, 0)
JOIN engagement_slot AS start ON start.activity = record.activity AND start.slot = draw(bits0, 1)
JOIN engagement_slot AS length ON length.activity = record.activity AND length.slot = draw(bits0, 2)
JOIN engagement_slot AS crew ON crew.activity = record.activity AND crew.slot = draw(bits0, 3)
JOIN engagement_slot AS crowd ON crowd.activity = record.activity AND crowd.slot = draw(bits0, 4)
JOIN engagement_slot AS iap2 ON iap2.activity = record.activity AND iap2.slot = draw(bits0, 5)
JOIN engagement_slot AS host ON host.activity = record.activity AND host.slot = draw(bits1, 0)
JOIN engagement_slot AS partner ON partner.activity = record.activity AND partner.slot = draw(bits1, 1)
JOIN engagement_slot AS mode ON mode.activity = record.activity AND mode.slot = draw(bits1, 2)
JOIN engagement_slot AS notice ON notice.activity = record.activity AND notice.slot = draw(bits1, 3)
JOIN street_slot AS street ON street.beat = record.beat AND street.slot = draw(bits2, 2)
JOIN streets ON streets.street = street.street
ORDER BY activity_id;
