-- What a headline calls a measure whose title is too long for one. Releases from before have none.
ALTER TABLE "measure" ADD COLUMN "short_title" JSONB;
ALTER TABLE measure ADD CONSTRAINT measure_short_title_is_an_object CHECK (jsonb_typeof(short_title) = 'object');
