-- What a headline calls a measure whose title is too long for one. Releases from before have none.
ALTER TABLE "measure" ADD COLUMN "short_title" JSONB;
ALTER TABLE measure
  DROP CONSTRAINT measure_json_is_an_object,
  ADD CONSTRAINT measure_json_is_an_object CHECK (
    jsonb_typeof(title) = 'object' AND jsonb_typeof(short_title) = 'object' AND jsonb_typeof(description) = 'object'
    AND jsonb_typeof(unit) = 'object' AND jsonb_typeof(method) = 'object'
  );
