-- Hours of officers in one year, by beat, month and activity: the year is in the variable `file`. A beat's hours are of the council district in which
-- most of its residents live, as hours belong to no street.
CREATE VIEW deployment AS
SELECT
  format('D{}-{}-{}', month, beat, activity) AS id,
  beat AS area,
  month || '-01' AS date,
  activity,
  format('{:.1f}', hours) AS hours,
  most.council_district AS x_council_district
FROM deployment_cell
JOIN (SELECT beat, mode(council_district ORDER BY council_district) AS council_district FROM street_slot JOIN streets USING (street) GROUP BY beat) AS most USING (beat)
WHERE file = getvariable('file')
ORDER BY id;
