-- How many of each group came to the activities of one year at which people were asked: the year is in the variable `file`. Added up before it is written.
CREATE VIEW attendee_groups AS
WITH asked AS (
  SELECT activity_id, date, beat, council_district, attendance
  FROM engagement
  WHERE NOT cancelled AND activity_type NOT IN ('school_visit', 'walk_and_talk') AND happens(0.45, bits('attendees', activity_id, 0, 0), 0)
),
attendee AS (
  SELECT asked.*, grouping, bits('attendees', activity_id, person, grouping) AS bits0
  FROM (SELECT *, unnest(range(1, attendance + 1)) AS person FROM asked) AS asked
  CROSS JOIN (SELECT unnest(['age_band', 'language', 'race_ethnicity']) AS grouping)
)
SELECT
  activity_id AS activity,
  attendee.grouping,
  slot.attendee_group AS "group",
  count(*) AS attendees,
  format('{}-{}-{}', activity_id, attendee.grouping, slot.attendee_group) AS x_id,
  date AS x_date,
  attendee.beat AS x_area,
  council_district AS x_council_district
FROM attendee
JOIN attendee_slot AS slot ON slot.beat = attendee.beat AND slot.grouping = attendee.grouping AND slot.slot = draw(bits0, 0)
GROUP BY ALL
ORDER BY x_id;
