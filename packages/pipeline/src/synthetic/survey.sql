-- A standard normal number: the nth of the six in some bits.
CREATE MACRO normal(bits, n) AS getvariable('normal')[draw(bits, n) + 1];

-- Those who answered in one wave: the wave is in the variable `file`.
CREATE VIEW survey_person AS
WITH invited AS (
  SELECT *, bits('survey', cell, place, 0) AS bits0
  FROM (SELECT *, unnest(range(invited)) AS place FROM survey_stratum WHERE file = getvariable('file'))
),
person AS (
  SELECT
    invited.*,
    survey_age_slot.age,
    gender.gender,
    race.race_ethnicity,
    tenure.tenure,
    survey_group.trust AS trust_of_group,
    survey_group.contact,
    happens(survey_group.spanish, bits0, 4) AS speaks_spanish
  FROM invited
  JOIN survey_age_slot ON survey_age_slot.district = invited.district AND survey_age_slot.slot = draw(bits0, 0)
  JOIN survey_slot AS gender ON gender.district = invited.district AND gender.age = survey_age_slot.age AND gender.slot = draw(bits0, 1)
  JOIN survey_slot AS race ON race.district = invited.district AND race.age = survey_age_slot.age AND race.slot = draw(bits0, 2)
  JOIN survey_slot AS tenure ON tenure.district = invited.district AND tenure.age = survey_age_slot.age AND tenure.slot = draw(bits0, 3)
  JOIN survey_group ON survey_group.age = survey_age_slot.age AND survey_group.race_ethnicity = race.race_ethnicity
),
answered AS (
  SELECT
    person.*,
    bits('survey', cell, place, 1) AS bits1,
    bits('survey', cell, place, 2) AS bits2,
    bits('survey', cell, place, 3) AS bits3
  FROM person
  JOIN survey_response USING (open, age, tenure, speaks_spanish)
  WHERE happens(response * factor, bits0, 5)
)
SELECT
  answered.*,
  survey_day.day,
  household.household_adults,
  CASE WHEN open THEN 'online' ELSE way.mode END AS mode,
  CASE WHEN speaks_spanish AND happens(0.85, bits1, 0) THEN 'es' ELSE 'en' END AS language,
  happens(contact * CASE WHEN open THEN 1.7 ELSE 1 END, bits1, 1) AS had_contact,
  -- An open call brings those who are content enough to care, and those who are angry.
  trust_of_group + CASE
    WHEN open AND happens(0.56, bits1, 2) THEN 1.1 + 0.6 * normal(bits1, 3)
    WHEN open AND happens(0.82, bits1, 2) THEN -1.8 + 0.6 * normal(bits1, 3)
    ELSE normal(bits1, 3)
  END AS trust,
  [normal(bits2, 0), normal(bits2, 1), normal(bits2, 2)] AS constructs
FROM answered
JOIN survey_slot AS household ON household.district = answered.district AND household.age = answered.age AND household.slot = draw(bits1, 4)
JOIN survey_slot AS way ON way.district = answered.district AND way.age = answered.age AND way.slot = draw(bits1, 5)
JOIN survey_day
  ON survey_day.file = answered.file
  AND survey_day.mode = CASE WHEN open THEN 'online' ELSE way.mode END
  AND survey_day.slot = draw(bits2, 3);

CREATE VIEW survey AS
WITH
-- Its answers, what they name and the rest all belong to the same people.
person AS MATERIALIZED (
  FROM survey_person
),
asked AS (
  SELECT
    cell,
    place,
    file,
    district,
    gender,
    mode,
    had_contact,
    person.trust AS trust_of_person,
    constructs,
    question.*,
    bits('survey', cell, place, item) AS bits
  FROM person
  CROSS JOIN survey_question AS question
),
felt AS (
  SELECT
    asked.*,
    trust * trust_of_person
      + shared * constructs[construct + 1]
      + own * normal(bits, 0)
      + shift
      + CASE WHEN gender = 'woman' THEN of_woman ELSE 0 END AS feeling
  FROM asked
  JOIN survey_shift USING (file, district, item)
),
answer AS (
  SELECT
    cell,
    place,
    item,
    CASE
      WHEN of_contacts_only AND NOT had_contact THEN NULL
      -- Who had to do with the police knows more; what is left blank on paper is coded as refused.
      WHEN happens(dont_know * CASE WHEN had_contact THEN 0.6 ELSE 1.1 END, bits, 1) THEN dont_know_code
      WHEN happens(refused * CASE WHEN mode = 'mail' THEN 1.8 ELSE 0.8 END, bits, 2) THEN refused_code
      ELSE codes[1 + len(list_filter(thresholds, lambda threshold: threshold < feeling))]
    END AS answer
  FROM felt
),
answers AS (
  SELECT
    cell,
    place,
    max(answer) FILTER (item = 'confidence') AS confidence,
    max(answer) FILTER (item = 'respect') AS respect,
    max(answer) FILTER (item = 'voice') AS voice,
    max(answer) FILTER (item = 'neutrality') AS neutrality,
    max(answer) FILTER (item = 'good_intentions') AS good_intentions,
    max(answer) FILTER (item = 'numbers_first') AS numbers_first,
    max(answer) FILTER (item = 'right_problems') AS right_problems,
    max(answer) FILTER (item = 'there_when_needed') AS there_when_needed,
    max(answer) FILTER (item = 'legitimacy') AS legitimacy,
    max(answer) FILTER (item = 'would_report') AS would_report,
    max(answer) FILTER (item = 'would_come_forward') AS would_come_forward,
    max(answer) FILTER (item = 'safe_after_dark') AS safe_after_dark,
    max(answer) FILTER (item = 'seen_or_heard') AS seen_or_heard,
    max(answer) FILTER (item = 'contact_satisfaction') AS contact_satisfaction
  FROM answer
  GROUP BY cell, place
),
named AS (
  SELECT cell, place, string_agg(source, ';' ORDER BY source) AS heard_from
  FROM person
  JOIN survey_source USING (age)
  WHERE happens(survey_source.share, bits('survey', cell, place, 'source ' || source), 0)
  GROUP BY cell, place
)
SELECT
  format('R{}-{:05d}', file, row_number() OVER (ORDER BY day, bits0)) AS response_id,
  file AS wave,
  strftime(day, '%Y-%m-%d') AS completed_on,
  mode,
  language,
  district,
  -- Nobody was drawn for an open call: there is no stratum and no weight of the design.
  CASE WHEN NOT open THEN 'S' || district[2:] END AS stratum,
  CASE WHEN NOT open THEN household_adults END AS household_adults,
  CASE WHEN NOT open THEN format('{:.2f}', households / invited * household_adults) END AS base_weight,
  CASE WHEN happens(0.992, bits3, 0) THEN age WHEN mode <> 'mail' THEN 'refused' END AS age,
  CASE WHEN happens(0.99, bits3, 1) THEN gender WHEN mode <> 'mail' THEN 'refused' END AS gender,
  CASE WHEN happens(0.975, bits3, 2) THEN race_ethnicity WHEN mode <> 'mail' THEN 'refused' END AS race_ethnicity,
  tenure,
  CASE WHEN had_contact THEN '1' ELSE '2' END AS had_contact,
  confidence,
  respect,
  voice,
  neutrality,
  good_intentions,
  numbers_first,
  right_problems,
  there_when_needed,
  legitimacy,
  would_report,
  would_come_forward,
  safe_after_dark,
  seen_or_heard,
  -- Asked since 2025, of those who saw or heard something; who cannot say how is 98, who leaves it blank 99.
  CASE
    WHEN NOT asks_sources OR seen_or_heard <> '1' THEN NULL
    WHEN happens(0.01, bits3, 3) THEN '99'
    ELSE coalesce(heard_from, CASE WHEN happens(0.4, bits3, 4) THEN '8' ELSE '98' END)
  END AS heard_from,
  contact_satisfaction
FROM person
JOIN answers USING (cell, place)
LEFT JOIN named USING (cell, place)
ORDER BY response_id;
