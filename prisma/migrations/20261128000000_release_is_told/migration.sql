-- Whoever listens is told of a new release by the transaction that seals it: when it commits, and not before.
CREATE FUNCTION tell_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('openbeat_release', '');
  RETURN NULL;
END $$;
CREATE TRIGGER release_is_told AFTER INSERT ON release FOR EACH STATEMENT EXECUTE FUNCTION tell_release();
