-- Who may do what. Run by every `migrate` after the migrations and the queue's own, as the owner: takes
-- everything away and gives it anew, so this page is the whole truth.

-- All of our tables. Those of a run or an import that is under way are their maker's, and left alone: they
-- stand in `work`, where alone a role may make things, and where no function of the owner looks by name.
CREATE OR REPLACE FUNCTION pg_temp.on_our_tables(verb text, schemas text[], whom text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  ours text := (SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
    WHERE relnamespace = ANY(schemas::regnamespace[]) AND relkind IN ('r', 'p', 'v') AND relowner = current_user::regrole);
BEGIN
  EXECUTE format('%s ON %s %s', verb, ours, whom);
END $$;

REVOKE ALL ON SCHEMA record, patron, console, queue, work FROM PUBLIC, lethe_web, lethe_worker, lethe_import, lethe_statistics;
SELECT pg_temp.on_our_tables('REVOKE ALL', '{record,patron,console,queue}', 'FROM PUBLIC, lethe_web, lethe_worker, lethe_import, lethe_statistics');
REVOKE ALL ON ALL SEQUENCES IN SCHEMA record, patron, console, queue FROM PUBLIC, lethe_web, lethe_worker, lethe_import, lethe_statistics;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA record, patron, console, queue FROM PUBLIC, lethe_web, lethe_worker, lethe_import, lethe_statistics;

-- Statistics are read from records alone.
GRANT USAGE ON SCHEMA record TO lethe_statistics;
GRANT SELECT ON ALL TABLES IN SCHEMA record TO lethe_statistics;
REVOKE ALL ON record.seen_sources FROM lethe_statistics;

-- The console: reads everything it shows, writes settings, asks for runs.
GRANT USAGE ON SCHEMA record, patron, console TO lethe_web;
SELECT pg_temp.on_our_tables('GRANT SELECT', '{record,patron,console}', 'TO lethe_web');
REVOKE ALL ON record.seen_sources FROM lethe_web;
GRANT USAGE ON SCHEMA migrations TO lethe_web; -- health tells an old schema from a new one
GRANT SELECT ON migrations.__drizzle_migrations TO lethe_web;
GRANT INSERT, UPDATE, DELETE ON
  console.anonymization_rules, console.rule_conditions, console.staff, console.staff_roles,
  console.staff_sessions, console.staff_accounts, console.staff_verifications,
  console.staff_rate_limits, console.setup_links TO lethe_web;
GRANT UPDATE ON console.anonymization_families, console.letter_types, console.schedules TO lethe_web;
-- Whether it is a demo, which an import may empty, is not the web's to say.
GRANT UPDATE (version, name, time_zone, currency, delete_user_policy) ON console.institution TO lethe_web;
GRANT INSERT ON console.audit, console.job_runs, console.job_events TO lethe_web;
GRANT UPDATE (status, ended_at, verdict_acknowledged_by, verdict_acknowledged_at) ON console.job_runs TO lethe_web;
GRANT INSERT, DELETE ON console.kill_switches TO lethe_web;
GRANT UPDATE ON console.run_limits TO lethe_web;
GRANT INSERT, UPDATE (made_at) ON console.verified_backup TO lethe_web;
GRANT INSERT (keyid, public_key) ON console.certificate_keys TO lethe_web; -- never taken away
GRANT INSERT ON console.run_proposals TO lethe_web;
GRANT UPDATE (decision, decided_at, decided_by, run_id) ON console.run_proposals TO lethe_web; -- what was asked for stays
REVOKE ALL ON patron.set_aside_rows FROM lethe_web; -- the run's counters say how many, and why
GRANT UPDATE ON console.mail_settings TO lethe_web;
GRANT INSERT, DELETE ON console.job_subscriptions TO lethe_web;
-- A mail is written where its run ends, and asked for again by a person; it is sent by the worker.
GRANT INSERT, UPDATE (attempted_at, problem) ON console.outbox TO lethe_web;
GRANT INSERT ON console.api_keys TO lethe_web;
GRANT UPDATE (last_used_at, revoked_at) ON console.api_keys TO lethe_web; -- what it opens stays as made
GRANT INSERT, DELETE ON console.run_requests TO lethe_web;
GRANT EXECUTE ON FUNCTION patron.rederive_days() TO lethe_web;
-- Takes files in and asks for their import; what it took in it cannot read back.
REVOKE SELECT ON patron.import_chunks FROM lethe_web;
GRANT SELECT (import_id, number, start, length), INSERT ON patron.import_chunks TO lethe_web;
GRANT INSERT ON console.imports, patron.import_uploads TO lethe_web;
GRANT UPDATE (status, dry_run, replace_demo, queued_at, started_at, ended_at, attempts, heartbeat_at,
  called_at, file, files, step, rows, lines), DELETE ON console.imports TO lethe_web;
-- Accounts: what User Details edits. No account is made, deleted or revived here: that takes deleted_on.
GRANT UPDATE (primary_id, first_name, middle_name, last_name, title, status, record_type, account_type,
  user_group_id, job_category, campus, preferred_language, birth_date, gender, expiry_date, purge_date)
  ON patron.users TO lethe_web;
GRANT INSERT, DELETE ON patron.user_identifiers, patron.user_addresses, patron.user_emails,
  patron.user_phones, patron.user_notes, patron.user_blocks, patron.user_roles, patron.user_categories,
  patron.user_proxies TO lethe_web;
GRANT UPDATE (type, value, active) ON patron.user_identifiers TO lethe_web;
GRANT UPDATE (address, types, preferred) ON patron.user_addresses TO lethe_web;
GRANT UPDATE (email, types, preferred) ON patron.user_emails TO lethe_web;
GRANT UPDATE (phone, types, preferred) ON patron.user_phones TO lethe_web;
GRANT UPDATE (text, type, user_viewable, popup) ON patron.user_notes TO lethe_web;
GRANT UPDATE (code, type, active, note) ON patron.user_blocks TO lethe_web;
GRANT UPDATE (active) ON patron.user_roles TO lethe_web;
GRANT INSERT ON patron.user_history TO lethe_web;
GRANT INSERT, DELETE ON patron.user_searches, patron.sets, patron.set_members, patron.set_uploads,
  patron.set_upload_lines TO lethe_web;
GRANT UPDATE (version, members_version, name, description, note, private, kind, query) ON patron.sets TO lethe_web;
-- A hold is placed, looked at again and released; of whom it is stays as it was placed.
GRANT INSERT, UPDATE (reason, owner, review_on, released_at, released_by) ON patron.legal_holds TO lethe_web;
GRANT INSERT, DELETE ON patron.legal_hold_members TO lethe_web;
GRANT INSERT, DELETE, UPDATE (run_id, proposal_id) ON console.purge_jobs TO lethe_web;
GRANT INSERT ON patron.run_members TO lethe_web; -- of one person
GRANT INSERT, DELETE, UPDATE (user_id) ON patron.staff_users TO lethe_web;

-- The worker: cuts links, removes notes, keeps the books of a run. It cannot write a record, nor read
-- who a patron is.
GRANT USAGE ON SCHEMA record, patron, console TO lethe_worker;
GRANT USAGE, CREATE ON SCHEMA work TO lethe_worker; -- frozen ranks, a table per run
GRANT SELECT ON ALL TABLES IN SCHEMA record, console TO lethe_worker;
GRANT SELECT ON patron.loan_links, patron.fee_links, patron.request_links, patron.borrowing_links,
  patron.loan_notes, patron.fee_notes, patron.request_notes, patron.borrowing_notes TO lethe_worker;
GRANT SELECT (id, expiry_date, deleted_on, xmin) ON patron.users TO lethe_worker; -- what rules ask of a user
GRANT SELECT (released_at) ON patron.legal_holds TO lethe_worker; -- what a verifier cannot blame a run for
GRANT SELECT ON patron.set_aside_rows TO lethe_worker;
GRANT SELECT (created_at) ON patron.user_searches, patron.set_uploads TO lethe_worker;
REVOKE ALL ON record.seen_sources, console.staff_sessions, console.staff_accounts,
  console.staff_verifications, console.staff_rate_limits, console.setup_links, console.api_keys,
  console.run_requests FROM lethe_worker;
GRANT DELETE ON patron.loan_links, patron.fee_links, patron.request_links, patron.borrowing_links,
  patron.loan_notes, patron.fee_notes, patron.request_notes, patron.borrowing_notes,
  patron.user_searches, patron.set_uploads TO lethe_worker;
-- FOR UPDATE needs the right to update some column; a CHECK of loans and a trigger of the others keep this one
-- where it is, and another that a fee names no loan but a linked one of its user.
GRANT UPDATE (ended_at) ON patron.loan_links, patron.fee_links, patron.request_links,
  patron.borrowing_links TO lethe_worker;
GRANT UPDATE (loan_id) ON patron.fee_links TO lethe_worker;
GRANT UPDATE (text) ON patron.loan_notes, patron.fee_notes, patron.request_notes,
  patron.borrowing_notes TO lethe_worker;
GRANT INSERT, UPDATE ON console.job_runs, console.job_bulks, console.job_counters TO lethe_worker;
GRANT SELECT, INSERT, DELETE ON patron.set_aside_rows TO lethe_worker;
GRANT DELETE ON console.job_runs, console.run_proposals TO lethe_worker; -- history is kept a year
GRANT SELECT (expires_at, updated_at), DELETE ON console.staff_sessions TO lethe_worker; -- and sessions until they end
GRANT INSERT ON console.job_events, console.audit, console.outbox TO lethe_worker;
GRANT UPDATE (attempts, attempted_at, sent_at, problem) ON console.outbox TO lethe_worker;
GRANT UPDATE (next_run_at, left_out_since) ON console.schedules TO lethe_worker;
GRANT UPDATE (status, ended_at, called_at) ON console.imports TO lethe_worker; -- calls for hands

-- An import: users and what a linked record's source says anew. Links are made by admit_* alone,
-- and no role can change whom a link names.
GRANT USAGE ON SCHEMA record, patron, console TO lethe_import;
GRANT USAGE, CREATE ON SCHEMA work TO lethe_import; -- staging
SELECT pg_temp.on_our_tables('GRANT SELECT', '{record,patron}', 'TO lethe_import');
REVOKE ALL ON patron.sets, patron.set_uploads, patron.set_upload_lines, patron.user_searches,
  patron.user_history, patron.legal_holds FROM lethe_import;
-- The one role of a worker that may know who is in a set brings its new members under the set's hold.
GRANT SELECT (id, query) ON patron.sets TO lethe_import;
GRANT SELECT (id, set_id, released_at) ON patron.legal_holds TO lethe_import;
GRANT INSERT ON patron.legal_hold_members TO lethe_import;
GRANT SELECT ON console.institution TO lethe_import;
GRANT UPDATE (source_key_fingerprint) ON console.institution TO lethe_import;
GRANT INSERT ON console.audit TO lethe_import;
GRANT INSERT ON record.libraries, record.locations, record.user_groups,
  record.statistical_categories, record.profiles, record.sources, record.items TO lethe_import;
GRANT UPDATE ON record.items TO lethe_import;
GRANT INSERT, UPDATE ON patron.users TO lethe_import;
GRANT INSERT, UPDATE, DELETE ON patron.user_identifiers, patron.user_addresses,
  patron.user_emails, patron.user_phones, patron.user_notes, patron.user_blocks,
  patron.user_roles, patron.user_categories, patron.user_proxies, patron.import_rejects
  TO lethe_import;
GRANT UPDATE (library_id, location_id, profile_id, item_id, loaned_on, due_on, returned_on,
  closed_on, ended_on, renewals, process_status) ON record.loans TO lethe_import;
GRANT UPDATE (library_id, profile_id, item_id, type, status, original_amount, balance, created_on,
  ended_on) ON record.fees TO lethe_import;
GRANT UPDATE (library_id, location_id, profile_id, item_id, type, status, title, created_on,
  ended_on) ON record.requests TO lethe_import;
GRANT UPDATE (library_id, profile_id, partner, status, title, created_on, ended_on)
  ON record.borrowing_requests TO lethe_import;
GRANT INSERT, UPDATE ON record.lending_requests TO lethe_import; -- they name no patron
GRANT UPDATE (loaned_at, due_at, returned_at, closed_at, ended_at, ended_on, finished, library_id,
  location_id, profile_id) ON patron.loan_links TO lethe_import;
GRANT UPDATE (created_at, loan_id, ended_at, ended_on, finished, library_id, location_id, profile_id)
  ON patron.fee_links TO lethe_import;
GRANT UPDATE (created_at, request_type, ended_at, ended_on, finished, library_id, location_id,
  profile_id) ON patron.request_links TO lethe_import;
GRANT UPDATE (created_at, ended_at, ended_on, finished, library_id, location_id, profile_id)
  ON patron.borrowing_links TO lethe_import;
GRANT INSERT, UPDATE, DELETE ON patron.loan_notes, patron.fee_notes, patron.request_notes,
  patron.borrowing_notes TO lethe_import;
GRANT EXECUTE ON FUNCTION patron.admit_loans(regclass, bytea, bytea),
  patron.admit_fees(regclass, bytea, bytea), patron.admit_requests(regclass, bytea, bytea),
  patron.admit_borrowing_requests(regclass, bytea, bytea),
  patron.admit_fee_transactions(regclass, bytea, bytea), patron.analyze_imported(), patron.analyze_imported(text),
  patron.release_import_bytes(), console.empty_demo() TO lethe_import;
-- An import keeps its own books, in the transaction that did what they say, and forgets its files.
GRANT SELECT, UPDATE, DELETE ON console.imports TO lethe_import;
GRANT SELECT, INSERT, DELETE ON console.import_counts TO lethe_import;
GRANT SELECT ON console.job_runs TO lethe_import; -- no demo is emptied under a running job
GRANT INSERT, UPDATE, DELETE ON patron.import_files, patron.import_problems TO lethe_import;
GRANT DELETE ON patron.import_chunks TO lethe_import;

GRANT EXECUTE ON FUNCTION console.pressure(bigint, interval) TO lethe_worker;
GRANT EXECUTE ON FUNCTION console.next_occurrence(console.schedule_every, smallint, smallint, time, text, timestamptz)
  TO lethe_web, lethe_worker;
GRANT EXECUTE ON FUNCTION console.chain_audit(), console.audit_hash(bytea, console.audit)
  TO lethe_web, lethe_worker, lethe_import;

-- Letters. They come in by an import's functions alone, and go by the worker, who may know of a letter
-- what its purge asks and never what it says; it locks by the column that it sets on sending. A type
-- that an import makes has no period: that is for people to set.
GRANT SELECT (id, user_id, letter_code, created_on, created_at, sent, tableoid, xmin, xmax) ON patron.letters TO lethe_worker;
GRANT UPDATE (sent), DELETE ON patron.letters TO lethe_worker;
GRANT SELECT ON patron.held_users TO lethe_worker;
GRANT EXECUTE ON FUNCTION patron.letter_waits(boolean, timestamptz, smallint) TO lethe_web, lethe_worker;
GRANT EXECUTE ON FUNCTION patron.drop_letter_month(bigint, date), patron.make_letter_month(date)
  TO lethe_worker;
GRANT SELECT ON console.letter_types TO lethe_import;
GRANT INSERT (code, name, channel, patron_facing, needs_attention) ON console.letter_types TO lethe_import;
GRANT UPDATE (channel, subject, body) ON patron.letters TO lethe_import;
GRANT EXECUTE ON FUNCTION patron.make_letter_month(date), patron.claim_letter_numbers(regclass),
  patron.admit_letters(regclass, regclass, integer, integer), patron.analyze_letters() TO lethe_import;
GRANT EXECUTE ON FUNCTION patron.rederive_letter_days(), patron.letters_waiting(bigint), patron.withhold_letters(bigint)
  TO lethe_web;

-- A purge: the worker finds what is of a user by the user's number alone and takes it away; what it would
-- have to read for that, and what of a record it changes, is behind functions. An account and what stands
-- around it changes, or goes, only while a purge runs, which triggers see to: they keep the work of other
-- jobs from it by mistake. Whoever has a worker's login writes the runs' books too, and could begin a purge.
GRANT SELECT (status, record_type, user_group_id, purge_date, deleted_under) ON patron.users TO lethe_worker;
GRANT UPDATE (primary_id, first_name, middle_name, last_name, title, status, account_type, preferred_language,
  birth_date, gender, expiry_date, purge_date, deleted_on, deleted_under, last_activity_month, created_at),
  DELETE ON patron.users TO lethe_worker;
GRANT SELECT (user_id), DELETE ON patron.user_identifiers, patron.user_addresses, patron.user_emails,
  patron.user_phones, patron.user_notes, patron.removed_user_notes, patron.user_blocks, patron.user_categories, patron.user_history,
  patron.set_members TO lethe_worker;
GRANT SELECT (user_id, code, active), UPDATE (active), DELETE ON patron.user_roles TO lethe_worker;
GRANT UPDATE (active) ON patron.user_identifiers TO lethe_worker;
GRANT SELECT (user_id, proxy_for_user_id), DELETE ON patron.user_proxies TO lethe_worker;
GRANT SELECT, DELETE ON patron.staff_users, patron.run_members TO lethe_worker;
GRANT SELECT, INSERT ON patron.run_members TO lethe_import; -- may ask who is in a set
GRANT EXECUTE ON FUNCTION patron.words_in(text) TO lethe_web; -- of an index on uploaded lines
GRANT EXECUTE ON FUNCTION console.is_at_work(text[], bigint), patron.require_purge(bigint),
  patron.settle_purged(bigint, bigint[]), patron.name_by_primary_id(bigint, bigint[]),
  patron.forget_mentions(bigint, bigint[]) TO lethe_worker;

-- Update/Notify Users: the worker sees the codes that it sets, and none of what a note or a letter says;
-- what staff wrote for a run is put into accounts by functions. It changes an account only while such a
-- run is under way, which triggers see to as they do of a purge.
REVOKE ALL ON patron.update_texts FROM lethe_web, lethe_import;
GRANT SELECT (id), INSERT ON patron.update_texts TO lethe_web;
-- Reads a text only while a second person has to decide about it.
GRANT EXECUTE ON FUNCTION patron.proposed_texts(bigint) TO lethe_web;
GRANT SELECT (id, created_at), DELETE ON patron.update_texts TO lethe_worker;
GRANT SELECT (job_category, campus, preferred_language, account_type),
  UPDATE (user_group_id, job_category, campus) ON patron.users TO lethe_worker;
GRANT SELECT (type) ON patron.user_notes TO lethe_worker;
GRANT SELECT (type, removed_at), INSERT, UPDATE (removed_at) ON patron.removed_user_notes TO lethe_worker;
GRANT SELECT (code, active) ON patron.user_blocks TO lethe_worker;
GRANT SELECT (category_id), INSERT ON patron.user_categories TO lethe_worker;
GRANT SELECT (actor, xmin), INSERT (user_id, actor, action, fields) ON patron.user_history TO lethe_worker;
GRANT SELECT (private, owner_id, members_version) ON patron.sets TO lethe_import; -- a set may become another before its run begins
GRANT INSERT ON console.job_events TO lethe_import; -- and then nobody is taken, which the run's log says
GRANT SELECT (attempts), UPDATE (problem) ON patron.letters TO lethe_worker;
GRANT EXECUTE ON FUNCTION patron.require_update(bigint),
  patron.lacking_note(bigint, bigint[]), patron.members_without_note(bigint), patron.add_update_parts(bigint, bigint[], bigint[]),
  patron.write_update_letters(bigint, bigint[]), patron.claim_letter() TO lethe_worker;

-- The queue is pg-boss's. What it keeps there it partly runs: `bam` as the login that migrates, the names
-- of tables as a worker. So nobody writes these; the web calls for work, and a worker takes it.
GRANT USAGE ON SCHEMA queue TO lethe_web, lethe_worker;
GRANT EXECUTE ON FUNCTION queue.job_now() TO lethe_web, lethe_worker;
GRANT SELECT ON queue.version, queue.queue TO lethe_web, lethe_worker;
GRANT SELECT, INSERT ON queue.job, queue.job_common TO lethe_web, lethe_worker;
GRANT UPDATE, DELETE ON queue.job, queue.job_common TO lethe_worker;
GRANT SELECT, DELETE ON queue.job_dependency, queue.instance TO lethe_worker;
GRANT UPDATE (heartbeat_on) ON queue.instance TO lethe_worker; -- locks by it
GRANT UPDATE (flow_on, reindex_on, monitor_backoff_on) ON queue.version TO lethe_worker;
GRANT UPDATE (deferred_count, blocked_count, queued_count, ready_count, active_count, failed_count, total_count,
  retained_count, retained_on, ready_history, singletons_active, monitor_claim_on, monitor_on, maintain_on)
  ON queue.queue TO lethe_worker;
