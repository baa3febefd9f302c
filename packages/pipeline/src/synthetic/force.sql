-- Persons against whom force was used in one year: the year is in the variable `file`.
CREATE VIEW force AS
WITH incident AS (
  SELECT *, bits('force', cell, place, 0) AS bits0
  FROM (SELECT *, unnest(range(records)) AS place FROM force_cell WHERE file = getvariable('file'))
),
numbered AS (
  SELECT incident.*, day.day, row_number() OVER (ORDER BY day.day, bits0) AS incident
  FROM incident
  JOIN month_day AS day ON day.month = incident.month AND day.slot = draw(bits0, 0)
),
person AS (
  SELECT *, bits('force', cell, place, 1 + person) AS bits1
  FROM (SELECT *, unnest(range(CASE WHEN happens(0.08, bits0, 1) THEN 2 ELSE 1 END)) AS person FROM numbered)
)
SELECT
  format('F{}-{:04d}', getvariable('file'), row_number() OVER (ORDER BY incident, person)) AS id,
  format('FI{}-{:04d}', getvariable('file'), incident) AS incident,
  strftime(day, '%Y-%m-%d') AS date,
  person.beat AS area,
  -- The most serious stands first: hands come before and after most of what is carried.
  CASE WHEN person.type NOT IN ('physical', 'firearm_shown') AND happens(0.6, bits1, 0) THEN person.type || ';physical' ELSE person.type END AS types,
  crew.officers,
  hurt.injury,
  race.race_ethnicity,
  gender.gender,
  age.age_band,
  council_district AS x_council_district
FROM person
JOIN force_slot AS crew ON crew.type = person.type AND crew.slot = draw(bits0, 2)
JOIN force_slot AS hurt ON hurt.type = person.type AND hurt.slot = draw(bits1, 1)
JOIN person_slot AS race ON race.dataset = 'force' AND race.slot = draw(bits1, 2)
JOIN person_slot AS gender ON gender.dataset = 'force' AND gender.slot = draw(bits1, 3)
JOIN person_slot AS age ON age.dataset = 'force' AND age.slot = draw(bits1, 4)
JOIN street_slot AS street ON street.beat = person.beat AND street.slot = draw(bits0, 3)
JOIN streets ON streets.street = street.street
ORDER BY id;
