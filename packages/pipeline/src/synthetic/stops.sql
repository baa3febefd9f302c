-- The persons who were stopped in one year: the year is in the variable `file`.
CREATE VIEW stops AS
WITH record AS (
  SELECT *, bits('stops', cell, place, 0) AS bits0, bits('stops', cell, place, 1) AS bits1
  FROM (SELECT *, unnest(range(records)) AS place FROM stop_cell WHERE file = getvariable('file'))
)
SELECT
  format('S{}-{:06d}', getvariable('file'), row_number() OVER (ORDER BY day.day, bits0)) AS id,
  strftime(day.day, '%Y-%m-%d') AS date,
  record.beat AS area,
  happens(record.vehicle, bits0, 1) AS vehicle,
  record.reason,
  result.outcome,
  happens(record.searched, bits0, 2) AS searched,
  race.race_ethnicity,
  gender.gender,
  age.age_band,
  council_district AS x_council_district
FROM record
JOIN month_day AS day ON day.month = record.month AND day.slot = draw(bits0, 0)
JOIN stop_slot AS result ON result.reason = record.reason AND result.slot = draw(bits0, 3)
JOIN person_slot AS race ON race.dataset = 'stops' AND race.slot = draw(bits0, 4)
JOIN person_slot AS gender ON gender.dataset = 'stops' AND gender.slot = draw(bits0, 5)
JOIN person_slot AS age ON age.dataset = 'stops' AND age.slot = draw(bits1, 0)
JOIN street_slot AS street ON street.beat = record.beat AND street.slot = draw(bits1, 1)
JOIN streets ON streets.street = street.street
ORDER BY id;
