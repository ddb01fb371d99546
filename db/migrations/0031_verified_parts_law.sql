-- The verifier of Update/Notify Users looks at notes again, whose texts the worker does not read.

-- Members of the run who have no note of its type and text.
CREATE FUNCTION patron.members_without_note(run bigint) RETURNS SETOF bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS MATERIALIZED (SELECT patron.require_update(run) AS frozen)
  SELECT m.user_id FROM patron.run_members m WHERE m.run_id = run
  EXCEPT
  SELECT n.user_id FROM told JOIN patron.update_texts t ON t.id = (told.frozen ->> 'texts')::bigint
    JOIN patron.user_notes n ON n.text = t.note
      AND coalesce(n.type, '') = coalesce(told.frozen #>> '{changes,addNote,type}', '')
$$;
