-- One release of one table by a formula, for `pnpm bench api`. How large it is stands in the settings `bench.…` of the session.
INSERT INTO geography_level (id, release_id, code, name, plural, position) VALUES (1, 1, 'beat', '{"en": "Beat"}', '{"en": "Beats"}', 0);
INSERT INTO area (id, release_id, level_id, code, name, position)
  SELECT i, 1, 1, 'B' || lpad(i::text, 3, '0'), jsonb_build_object('en', 'Beat number ' || i), i - 1
  FROM generate_series(1, current_setting('bench.areas')::int) i;
INSERT INTO period (id, code, grain, start, "end")
  SELECT i, to_char(first, 'YYYY-MM'), 'month', first, (first + interval '1 month - 1 day')::date
  FROM generate_series(1, current_setting('bench.periods')::int) i, LATERAL (SELECT (date '2015-01-01' + (i - 1) * interval '1 month')::date) month (first);
INSERT INTO code_list (id, release_id, code, title) VALUES (1, 1, 'offence', '{"en": "Offence"}');
INSERT INTO code (id, code_list_id, code, level, label, position)
  SELECT i, 1, 'offence-' || i, 'category', jsonb_build_object('en', 'Offence number ' || i), i - 1
  FROM generate_series(1, current_setting('bench.codes')::int) i;
INSERT INTO measure (id, release_id, code, title, description, kind, unit, direction, decimals, method) VALUES
  (1, 1, 'OUT.01.R', '{"en": "Rate"}', '{"en": "Incidents by residents."}', 'RATE', '{"en": "per 1,000 residents"}', 'NEUTRAL', 1, '{"en": "Divided."}'),
  (2, 1, 'OUT.01', '{"en": "Incidents"}', '{"en": "Incidents."}', 'COUNT', '{"en": "incidents"}', 'NEUTRAL', 0, '{"en": "Counted."}');
INSERT INTO dataset (id, release_id, code, title, description, theme, coverage_from, coverage_to, source, position) VALUES
  (1, 1, 'incidents', '{"en": "Incidents"}', '{"en": "Incidents."}', 'outcomes', '2015-01-01', '2023-12-31',
   '{"publisher": {"en": "Bench"}, "recordsRead": null, "recordsUsed": null, "leftOut": [], "notes": []}', 0);
INSERT INTO published_table (id, release_id, dataset_id, code, title, policy, row_count, suppressed_count, sha256, position)
  SELECT 1, 1, 1, 'incidents', '{"en": "Incidents"}',
    '{"method": "suppress", "explanation": {"en": "Every 19th cell is hidden."}, "threshold": 5, "width": 5}', cells, cells / 19, repeat('0', 64), 0
  FROM (SELECT current_setting('bench.observations')::int) size (cells);
INSERT INTO dimension (id, table_id, code, title, kind, levels, code_list_id, position) VALUES
  (1, 1, 'area', '{"en": "Area"}', 'geography', '{beat}', NULL, 0),
  (2, 1, 'period', '{"en": "Period"}', 'time', '{month}', NULL, 1),
  (3, 1, 'offence', '{"en": "Offence"}', 'category', '{category}', 1, 2);
INSERT INTO grouping (id, table_id, levels, cell_count, suppressed_count, position)
  SELECT 1, 1, '{beat,month,category}', cells, cells / 19, 0 FROM (SELECT current_setting('bench.observations')::int) size (cells);
INSERT INTO table_measure (table_id, measure_id, position) VALUES (1, 1, 0), (1, 2, 1);
INSERT INTO observation (table_id, seq, grouping_id, measure_id, area_id, period_id, codes, value, status, flags, numerator, denominator,
    lower, upper, interval_level, interval_method)
  SELECT 1, i, 1, measure, (i - 1) / (periods * codes) % areas + 1, (i - 1) / codes % periods + 1, ARRAY['offence-' || (i - 1) % codes + 1],
    CASE WHEN hidden THEN NULL ELSE value END, CASE WHEN hidden THEN 'SUPPRESSED' ELSE 'AVAILABLE' END::observation_status,
    CASE WHEN i % 23 = 0 AND NOT hidden THEN '{PROVISIONAL}' ELSE '{}' END::observation_flag[],
    CASE WHEN shows_rate THEN events END, CASE WHEN shows_rate THEN 12500 END,
    CASE WHEN shows_rate THEN value * 0.8 END, CASE WHEN shows_rate THEN value * 1.2 END,
    CASE WHEN shows_rate THEN 0.95 END, CASE WHEN shows_rate THEN 'Byar' END
  FROM (SELECT current_setting('bench.areas')::int, current_setting('bench.periods')::int, current_setting('bench.codes')::int) shape (areas, periods, codes),
    generate_series(1, current_setting('bench.observations')::int) i,
    LATERAL (SELECT (i - 1) / (areas * periods * codes) + 1, i % 19 = 0, 5 + i::bigint * 7919 % 997) cell (measure, hidden, events),
    LATERAL (SELECT measure = 1 AND NOT hidden, CASE measure WHEN 1 THEN events / 12.5 ELSE events END) figure (shows_rate, value);
INSERT INTO release (id, version, published_at, hub, manifest, certificate, sha256)
  VALUES (1, '1.0.0', '2026-11-01', current_setting('bench.hub')::jsonb, '{}', '{}', repeat('0', 64))
