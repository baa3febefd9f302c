-- The calls of one year: the year is in the variable `file`. What officers began by themselves needs nobody to be sent.
CREATE VIEW calls AS
WITH record AS (
  SELECT *, bits('calls', cell, place, 0) AS bits0, bits('calls', cell, place, 1) AS bits1
  FROM (SELECT *, unnest(range(records)) AS place FROM call_cell WHERE file = getvariable('file'))
),
received AS (
  SELECT
    record.*,
    day.day + to_hours(hour.hour) + to_minutes(draw(bits0, 2) % 60) AS received,
    day.utc_offset,
    street.street,
    priority.priority,
    CASE WHEN source = 'officer' THEN 0 ELSE round(wait.dispatch_minutes) END::INTEGER AS dispatch_minutes,
    CASE WHEN source = 'officer' THEN 0 ELSE greatest(1, round(way.travel_minutes * farther)) END::INTEGER AS travel_minutes,
    greatest(3, round(handle.handle_minutes))::INTEGER AS handle_minutes
  FROM record
  JOIN call_day AS day ON day.month = record.month AND day.rhythm = record.rhythm AND day.slot = draw(bits0, 0)
  JOIN call_slot AS hour ON hour.type = record.type AND hour.slot = draw(bits0, 1)
  JOIN street_slot AS street ON street.beat = record.beat AND street.slot = draw(bits0, 3)
  JOIN call_slot AS priority ON priority.type = record.type AND priority.slot = draw(bits0, 4)
  JOIN call_slot AS handle ON handle.type = record.type AND handle.slot = draw(bits0, 5)
  LEFT JOIN call_wait AS wait ON wait.priority = priority.priority AND wait.slot = draw(bits1, 0)
  LEFT JOIN call_wait AS way ON way.priority = priority.priority AND way.slot = draw(bits1, 1)
),
course AS (
  SELECT
    *,
    CASE WHEN priority <> '4' THEN received + to_minutes(dispatch_minutes) END AS dispatched,
    -- Some calls are over before anybody is there.
    CASE WHEN priority <> '4' AND (source = 'officer' OR happens(0.97, bits1, 2)) THEN received + to_minutes(dispatch_minutes + travel_minutes) END AS arrived,
    received + to_minutes(coalesce(dispatch_minutes + travel_minutes, 0) + handle_minutes) AS cleared
  FROM received
)
SELECT
  format('K{}-{:06d}', getvariable('file'), row_number() OVER (ORDER BY received, bits0)) AS id,
  beat AS area,
  type,
  source,
  priority,
  strftime(received, '%Y-%m-%dT%H:%M:00') || utc_offset AS received_at,
  strftime(dispatched, '%Y-%m-%dT%H:%M:00') || utc_offset AS dispatched_at,
  strftime(arrived, '%Y-%m-%dT%H:%M:00') || utc_offset AS arrived_at,
  strftime(cleared, '%Y-%m-%dT%H:%M:00') || utc_offset AS cleared_at,
  council_district AS x_council_district
FROM course
JOIN streets USING (street)
ORDER BY id;
