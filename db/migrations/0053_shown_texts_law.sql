-- What staff wrote for an update that waits for a second person, while it waits: nobody approves it unread.
-- No role but the owner changes a text, so what is shown is what runs.
CREATE FUNCTION patron.proposed_texts(proposal bigint)
  RETURNS TABLE (note text, block_note text, subject text, body text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.note, t.block_note, t.subject, t.body
  FROM console.run_proposals p JOIN patron.update_texts t ON t.id = (p.frozen ->> 'texts')::bigint
  WHERE p.id = proposal AND p.job = 'update-users' AND p.decision IS NULL AND p.expires_at > now()
$$;
