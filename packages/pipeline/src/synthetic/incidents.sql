-- The incidents of one month: the file's name is in the variable `file`.
CREATE VIEW incidents AS
WITH record AS (
  SELECT *, bits('incidents', cell, place, 0) AS bits0, bits('incidents', cell, place, 1) AS bits1
  FROM (SELECT *, unnest(range(records)) AS place FROM incident_cell WHERE file = getvariable('file'))
),
reported AS (
  SELECT record.*, street.street, day.day + to_hours(hour.hour) + to_minutes(draw(bits0, 2) % 60) AS reported_at
  FROM record
  JOIN incident_day AS day ON day.file = record.file AND day.rhythm = record.rhythm AND day.slot = draw(bits0, 0)
  JOIN incident_slot AS hour ON hour.offence = record.offence AND hour.slot = draw(bits0, 1)
  JOIN street_slot AS street ON street.beat = record.beat AND street.slot = draw(bits0, 3)
)
SELECT
  format('I{}-{:06d}', getvariable('file'), row_number() OVER (ORDER BY reported_at, bits0)) AS incident_id,
  strftime(reported_at, '%Y-%m-%d %H:%M') AS reported_at,
  strftime(reported_at::DATE - lag.lag, '%Y-%m-%d') AS occurred_on,
  beat,
  council_district,
  -- Up to some 70 metres from the middle of the streets: always inside them.
  format('{:.5f}', latitude + (draw(bits0, 5) - 512) * 0.0000012) AS latitude,
  format('{:.5f}', longitude + (draw(bits1, 0) - 512) * 0.0000016) AS longitude,
  reported.offence AS offence_code,
  nibrs_class,
  place.place_type,
  status.case_status
FROM reported
JOIN streets USING (street)
JOIN incident_slot AS lag ON lag.offence = reported.offence AND lag.slot = draw(bits0, 4)
JOIN incident_slot AS place ON place.offence = reported.offence AND place.slot = draw(bits1, 1)
JOIN incident_slot AS status ON status.offence = reported.offence AND status.slot = draw(bits1, 2)
ORDER BY incident_id;
