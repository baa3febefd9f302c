-- The allegations of one year's complaints: the year is in the variable `file`. All of one complaint are decided on the same day, and those that
-- are not decided by the last day of the records are open.
CREATE VIEW complaints AS
WITH complaint AS (
  SELECT *, bits('complaints', cell, place, 0) AS bits0
  FROM (SELECT *, unnest(range(records)) AS place FROM complaint_cell WHERE file = getvariable('file'))
),
numbered AS (
  SELECT complaint.*, day.day, first.days, source.source, other.second, row_number() OVER (ORDER BY day.day, bits0) AS complaint
  FROM complaint
  JOIN month_day AS day ON day.month = complaint.month AND day.slot = draw(bits0, 0)
  JOIN complaint_slot AS first ON first.allegation = complaint.allegation AND first.slot = draw(bits0, 1)
  JOIN complaint_slot AS source ON source.allegation = complaint.allegation AND source.slot = draw(bits0, 2)
  JOIN complaint_slot AS other ON other.allegation = complaint.allegation AND other.slot = draw(bits0, 3)
),
alleged AS (
  SELECT *, bits('complaints', cell, place, 1 + part) AS bits1, day + days AS closed, CASE part WHEN 0 THEN allegation ELSE second END AS about
  FROM (SELECT *, unnest(range(CASE WHEN happens(0.2, bits0, 4) THEN 2 ELSE 1 END)) AS part FROM numbered)
)
SELECT
  format('A{}-{:04d}', getvariable('file'), row_number() OVER (ORDER BY complaint, part)) AS id,
  format('CP{}-{:04d}', getvariable('file'), complaint) AS complaint,
  strftime(day, '%Y-%m-%d') AS received_on,
  alleged.beat AS area,
  alleged.source,
  about AS allegation,
  CASE WHEN closed > getvariable('last_day')::DATE THEN 'open' ELSE decision.disposition END AS disposition,
  CASE WHEN closed <= getvariable('last_day')::DATE THEN strftime(closed, '%Y-%m-%d') END AS closed_on,
  council_district AS x_council_district
FROM alleged
JOIN complaint_slot AS decision ON decision.allegation = about AND decision.slot = draw(bits1, 0)
JOIN street_slot AS street ON street.beat = alleged.beat AND street.slot = draw(bits0, 5)
JOIN streets ON streets.street = street.street
ORDER BY id;
