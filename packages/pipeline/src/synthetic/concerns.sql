-- The concerns raised in one month: the file's name is in the variable `file`. What came after the last day of the records is not known yet.
CREATE VIEW concerns AS
WITH record AS (
  SELECT *, bits('concerns', cell, place, 0) AS bits0, bits('concerns', cell, place, 1) AS bits1, bits('concerns', cell, place, 2) AS bits2
  FROM (SELECT *, unnest(range(records)) AS place FROM concern_cell WHERE file = getvariable('file'))
),
raised AS (
  SELECT
    record.*,
    day.day + to_hours(hour.hour) + to_minutes(draw(bits0, 2) % 60) AS raised_at,
    channel.channel,
    street.street,
    (acknowledgement.acknowledge_hours * 60)::INTEGER AS acknowledge_minutes,
    (
      answer.answer_factor * answer_hours * way.wait
      * CASE WHEN happens(getvariable('aside_share'), bits2, 0) THEN getvariable('aside_wait') ELSE 1 END
      * 60
    )::INTEGER AS answer_minutes,
    (closing.close_days * 1440)::INTEGER AS close_minutes,
    outcome.outcome,
    -- One in twenty is never answered, one in eight that is answered is never closed.
    happens(0.95, bits1, 3) AS is_answered,
    happens(0.875, bits1, 4) AS is_closed,
    happens(publicly, bits1, 5) AS is_public
  FROM record
  JOIN concern_day AS day ON day.file = record.file AND day.slot = draw(bits0, 0)
  JOIN concern_slot AS hour ON hour.theme = record.theme AND hour.slot = draw(bits0, 1)
  JOIN concern_slot AS channel ON channel.theme = record.theme AND channel.slot = draw(bits0, 3)
  JOIN concern_channel AS way ON way.channel = channel.channel
  JOIN street_slot AS street ON street.beat = record.beat AND street.slot = draw(bits0, 4)
  JOIN concern_slot AS acknowledgement ON acknowledgement.theme = record.theme AND acknowledgement.slot = draw(bits0, 5)
  JOIN concern_slot AS answer ON answer.theme = record.theme AND answer.slot = draw(bits1, 0)
  JOIN concern_slot AS closing ON closing.theme = record.theme AND closing.slot = draw(bits1, 1)
  JOIN concern_slot AS outcome ON outcome.theme = record.theme AND outcome.slot = draw(bits1, 2)
),
course AS (
  SELECT
    *,
    raised_at + to_minutes(CASE WHEN is_answered THEN least(acknowledge_minutes, answer_minutes) ELSE acknowledge_minutes END) AS acknowledged,
    CASE WHEN is_answered THEN raised_at + to_minutes(answer_minutes) END AS answered,
    CASE WHEN is_answered AND is_closed THEN raised_at + to_minutes(answer_minutes + close_minutes) END AS closed,
    getvariable('last_day')::DATE + INTERVAL 1 DAY AS known_until
  FROM raised
),
known AS (
  SELECT
    * REPLACE (
      CASE WHEN acknowledged < known_until THEN acknowledged END AS acknowledged,
      CASE WHEN answered < known_until THEN answered END AS answered,
      CASE WHEN closed < known_until THEN closed END AS closed
    )
  FROM course
)
SELECT
  format('C{}-{:05d}', getvariable('file'), row_number() OVER (ORDER BY raised_at, bits0)) AS concern_id,
  strftime(raised_at, '%Y-%m-%d %H:%M') AS raised_at,
  channel,
  theme,
  beat,
  council_district,
  strftime(acknowledged, '%Y-%m-%d %H:%M') AS acknowledged_at,
  strftime(answered, '%Y-%m-%d %H:%M') AS answered_at,
  strftime(closed, '%Y-%m-%d %H:%M') AS closed_at,
  CASE WHEN closed IS NOT NULL THEN 'closed' WHEN answered IS NOT NULL THEN 'answered' WHEN acknowledged IS NOT NULL THEN 'acknowledged' ELSE 'received' END AS stage,
  CASE WHEN closed IS NOT NULL THEN outcome END AS outcome,
  answered IS NOT NULL AND is_public AS answered_publicly
FROM known
JOIN streets USING (street)
ORDER BY concern_id;
