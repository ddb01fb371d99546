-- What the tables alone cannot state: what is seeded, what may never happen, and the few functions
-- that may do what no role may. Who may do what is in db/roles.sql.

-- A move of a rule is one statement.
ALTER TABLE console.anonymization_rules
  DROP CONSTRAINT anonymization_rules_family_position_unique,
  ADD CONSTRAINT anonymization_rules_family_position_unique
    UNIQUE (family, position) DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint

-- ANALYZE copies column values into pg_stats, where they outlive the rows. These are never copied.
DO $$
DECLARE
  identifying CONSTANT text[] := ARRAY[
    'users.primary_id', 'users.first_name', 'users.middle_name', 'users.last_name', 'users.title',
    'users.birth_date', 'user_identifiers.value', 'user_addresses.address', 'user_emails.email',
    'user_phones.phone', 'user_notes.text', 'loan_links.source_number', 'fee_links.source_number',
    'request_links.source_number', 'borrowing_links.source_number', 'loan_notes.text',
    'fee_notes.text', 'request_notes.text', 'borrowing_notes.text', 'import_rejects.reason',
    'import_rejects.file', 'import_rejects.column'];
  name text;
BEGIN
  FOREACH name IN ARRAY identifying LOOP
    EXECUTE format('ALTER TABLE patron.%I ALTER COLUMN %I SET STATISTICS 0',
      split_part(name, '.', 1), split_part(name, '.', 2));
  END LOOP;
END $$;
--> statement-breakpoint
ALTER INDEX patron.users_primary_id_unique ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.user_identifiers_type_value_unique ALTER COLUMN 2 SET STATISTICS 0;
--> statement-breakpoint
ALTER INDEX patron.user_emails_email_index ALTER COLUMN 1 SET STATISTICS 0;
--> statement-breakpoint

-- A run moves only along this table.
CREATE TABLE console.run_transitions (
  "from" console.run_status NOT NULL,
  "to" console.run_status NOT NULL,
  PRIMARY KEY ("from", "to")
);
--> statement-breakpoint
INSERT INTO console.run_transitions VALUES
  ('queued', 'running'), ('queued', 'aborting'), ('queued', 'failed'), ('queued', 'stoppedByBrake'),
  ('running', 'paused'), ('running', 'interrupted'), ('running', 'aborting'),
  ('running', 'completed'), ('running', 'completedWithWarnings'),
  ('running', 'completedWithNoRecords'), ('running', 'failed'), ('running', 'stoppedByBrake'),
  ('paused', 'running'), ('paused', 'aborting'),
  ('interrupted', 'running'), ('interrupted', 'aborting'), ('interrupted', 'failed'),
  ('aborting', 'aborted'), ('aborting', 'failed');
--> statement-breakpoint
CREATE FUNCTION console.check_run_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM console.run_transitions t
                 WHERE t."from" = OLD.status AND t."to" = NEW.status) THEN
    RAISE EXCEPTION 'a run that is % cannot become %', OLD.status, NEW.status
      USING ERRCODE = 'check_violation', CONSTRAINT = 'job_runs_legal_transition';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER job_runs_legal_transition BEFORE UPDATE OF status ON console.job_runs
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION console.check_run_transition();
--> statement-breakpoint

-- The audit is append-only, and each row's hash covers the one before it.
CREATE FUNCTION console.chain_audit() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  previous bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('lethe.audit'));
  NEW.id := nextval(pg_get_serial_sequence('console.audit', 'id'));
  SELECT hash INTO previous FROM console.audit ORDER BY id DESC LIMIT 1;
  NEW.hash := console.audit_hash(coalesce(previous, ''::bytea), NEW);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE FUNCTION console.audit_hash(previous bytea, entry console.audit) RETURNS bytea
  LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(previous || convert_to(jsonb_build_array(
    entry.id, extract(epoch FROM entry.at), entry.actor, entry.action, entry.subject, entry.before, entry.after)::text, 'UTF8'))
$$;
--> statement-breakpoint
CREATE TRIGGER audit_chain BEFORE INSERT ON console.audit
  FOR EACH ROW EXECUTE FUNCTION console.chain_audit();
--> statement-breakpoint
CREATE FUNCTION console.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON console.audit
  FOR EACH STATEMENT EXECUTE FUNCTION console.refuse_audit_change();
--> statement-breakpoint

-- The first moment after `after` at which a schedule is due, in the institution's zone.
CREATE FUNCTION console.next_occurrence(every console.schedule_every, weekday smallint,
  month_day smallint, at time, zone text, after timestamptz) RETURNS timestamptz
  LANGUAGE sql STABLE AS $$
  SELECT min((day + at) AT TIME ZONE zone)
  FROM (SELECT generate_series(0, 62) + (after AT TIME ZONE zone)::date AS day) AS days
  WHERE (day + at) AT TIME ZONE zone > after
    AND CASE every
      WHEN 'day' THEN true
      WHEN 'week' THEN extract(isodow FROM day) = weekday
      ELSE extract(day FROM day) = least(month_day,
        extract(day FROM date_trunc('month', day) + interval '1 month' - interval '1 day'))
    END
$$;
--> statement-breakpoint

-- The only way a link comes to be: together with its record, for a source number never seen.
-- `staging` is the import's own table of checked and resolved rows, of which the digests from `low` up
-- to `high` are admitted. Ids are dealt at random: in the file's order they would say who came together,
-- in that of the digests which record.seen_sources belongs to which record.
-- Its columns must be exactly these: what is not a plain table of plain types could run as the owner.
CREATE FUNCTION patron.admit_loans(staging regclass, low bytea, high bytea) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  admitted bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = staging AND c.relnamespace = 'patron'::regnamespace
                 AND c.relname ~ '^import_[0-9a-f]+_loans$' AND c.relkind = 'r' AND NOT c.relrowsecurity)
    OR (SELECT string_agg(a.attname || ' ' || a.atttypid::regtype, ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = staging AND a.attnum > 0 AND NOT a.attisdropped)
      IS DISTINCT FROM 'digest bytea, line integer, verdict text, loan_id bigint, user_id bigint, '
        'item_id bigint, item_changed boolean, library_id integer, location_id integer, profile_id integer, '
        'loaned_at timestamp with time zone, due_at timestamp with time zone, '
        'returned_at timestamp with time zone, closed_at timestamp with time zone, renewals smallint, '
        'process_status record.process_status, note text, source_id smallint, source_number text' THEN
    RAISE EXCEPTION 'not an import of loans' USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format($admit$
    WITH zone AS (SELECT time_zone AS name FROM console.institution),
    never_seen AS (
      INSERT INTO record.seen_sources (digest)
      SELECT digest FROM ONLY %1$s WHERE digest >= $1 AND digest < $2 AND verdict = 'new' ORDER BY digest
      ON CONFLICT DO NOTHING RETURNING digest
    ), dealt AS MATERIALIZED (
      SELECT nextval('record.loans_id_seq') AS id, shuffled.*
      FROM (SELECT s.* FROM ONLY %1$s s JOIN never_seen USING (digest)
            WHERE s.digest >= $1 AND s.digest < $2 ORDER BY random()) AS shuffled
    ), records AS (
      INSERT INTO record.loans (id, library_id, location_id, profile_id, item_id, loaned_on, due_on,
        returned_on, closed_on, ended_on, renewals, process_status) OVERRIDING SYSTEM VALUE
      SELECT id, library_id, location_id, profile_id, item_id,
        (loaned_at AT TIME ZONE zone.name)::date, (due_at AT TIME ZONE zone.name)::date,
        (returned_at AT TIME ZONE zone.name)::date, (closed_at AT TIME ZONE zone.name)::date,
        (coalesce(returned_at, closed_at) AT TIME ZONE zone.name)::date, renewals, process_status
      FROM dealt, zone
    ), links AS (
      INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, due_at, returned_at, closed_at,
        ended_at, ended_on, finished, library_id, location_id, profile_id, source_id, source_number)
      SELECT id, user_id, loaned_at, due_at, returned_at, closed_at, coalesce(returned_at, closed_at),
        (coalesce(returned_at, closed_at) AT TIME ZONE zone.name)::date,
        coalesce(returned_at, closed_at) IS NOT NULL,
        library_id, location_id, profile_id, source_id, source_number
      FROM dealt, zone WHERE user_id IS NOT NULL
    ), notes AS (
      INSERT INTO patron.loan_notes (loan_id, text)
      SELECT id, note FROM dealt WHERE note IS NOT NULL AND user_id IS NOT NULL
    )
    SELECT count(*) FROM dealt
  $admit$, staging) INTO admitted USING low, high;
  RETURN admitted;
END $$;
--> statement-breakpoint

-- A run that follows a large import plans by these. An import does not own what it fills.
CREATE FUNCTION patron.analyze_imported() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  ANALYZE record.loans, record.items, record.profiles, record.seen_sources, patron.users,
    patron.user_categories, patron.loan_links, patron.loan_notes;
END $$;
--> statement-breakpoint

-- Days are days in the institution's zone, derived from the exact times while a record is linked.
-- Returns how many records moved to another day.
CREATE FUNCTION patron.rederive_days() RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  zone text;
  moved bigint;
  total bigint := 0;
BEGIN
  SELECT time_zone INTO zone FROM console.institution;
  WITH days AS (
    SELECT loan_id, (loaned_at AT TIME ZONE zone)::date AS loaned_on, (due_at AT TIME ZONE zone)::date AS due_on,
      (returned_at AT TIME ZONE zone)::date AS returned_on, (closed_at AT TIME ZONE zone)::date AS closed_on,
      (ended_at AT TIME ZONE zone)::date AS ended_on
    FROM patron.loan_links
  ), links AS (
    UPDATE patron.loan_links l SET ended_on = d.ended_on FROM days d
    WHERE d.loan_id = l.loan_id AND d.ended_on IS DISTINCT FROM l.ended_on
  )
  UPDATE record.loans r SET loaned_on = d.loaned_on, due_on = d.due_on, returned_on = d.returned_on,
    closed_on = d.closed_on, ended_on = d.ended_on
  FROM days d WHERE d.loan_id = r.id
    AND (d.loaned_on, d.due_on, d.returned_on, d.closed_on) IS DISTINCT FROM (r.loaned_on, r.due_on, r.returned_on, r.closed_on);
  GET DIAGNOSTICS moved = ROW_COUNT;
  total := total + moved;
  WITH days AS (
    SELECT fee_id, (created_at AT TIME ZONE zone)::date AS created_on, (ended_at AT TIME ZONE zone)::date AS ended_on
    FROM patron.fee_links
  ), links AS (
    UPDATE patron.fee_links l SET ended_on = d.ended_on FROM days d
    WHERE d.fee_id = l.fee_id AND d.ended_on IS DISTINCT FROM l.ended_on
  )
  UPDATE record.fees r SET created_on = d.created_on, ended_on = d.ended_on
  FROM days d WHERE d.fee_id = r.id AND (d.created_on, d.ended_on) IS DISTINCT FROM (r.created_on, r.ended_on);
  GET DIAGNOSTICS moved = ROW_COUNT;
  total := total + moved;
  WITH days AS (
    SELECT request_id, (created_at AT TIME ZONE zone)::date AS created_on, (ended_at AT TIME ZONE zone)::date AS ended_on
    FROM patron.request_links
  ), links AS (
    UPDATE patron.request_links l SET ended_on = d.ended_on FROM days d
    WHERE d.request_id = l.request_id AND d.ended_on IS DISTINCT FROM l.ended_on
  )
  UPDATE record.requests r SET created_on = d.created_on, ended_on = d.ended_on
  FROM days d WHERE d.request_id = r.id AND (d.created_on, d.ended_on) IS DISTINCT FROM (r.created_on, r.ended_on);
  GET DIAGNOSTICS moved = ROW_COUNT;
  total := total + moved;
  WITH days AS (
    SELECT borrowing_request_id, (created_at AT TIME ZONE zone)::date AS created_on, (ended_at AT TIME ZONE zone)::date AS ended_on
    FROM patron.borrowing_links
  ), links AS (
    UPDATE patron.borrowing_links l SET ended_on = d.ended_on FROM days d
    WHERE d.borrowing_request_id = l.borrowing_request_id AND d.ended_on IS DISTINCT FROM l.ended_on
  )
  UPDATE record.borrowing_requests r SET created_on = d.created_on, ended_on = d.ended_on
  FROM days d WHERE d.borrowing_request_id = r.id AND (d.created_on, d.ended_on) IS DISTINCT FROM (r.created_on, r.ended_on);
  GET DIAGNOSTICS moved = ROW_COUNT;
  RETURN total + moved;
END $$;
--> statement-breakpoint

INSERT INTO console.institution (id) VALUES (1);
--> statement-breakpoint
INSERT INTO console.anonymization_families (family) SELECT unnest(enum_range(NULL::console.family));
--> statement-breakpoint
INSERT INTO console.schedules (job, every, weekday, at) VALUES
  ('anonymization', 'day', NULL, '02:00'), ('letters-purge', 'week', 7, '03:00');
--> statement-breakpoint
INSERT INTO console.letter_types (code, name, description, channel, patron_facing) VALUES
  ('AnalyticsLetter', 'Analytics Letter', '', 'email', false),
  ('BorrowerClaimEmailLetter', 'Borrower Claim Email Letter', '', 'email', false),
  ('BorrowerOverdueEmailLetter', 'Borrower Overdue Email Letter', '', 'email', false),
  ('BorrowerReceiveEmailLetter', 'Borrower Receive Email Letter', '', 'email', false),
  ('BorrowerReturnEmailLetter', 'Borrower Return Email Letter', '', 'email', false),
  ('ChangeRapidoRequestTermsLetter', 'Change Rapido Request Terms Letter', '', 'email', true),
  ('CloudIdPUserCreatedLetter', 'Cloud Id P User Created Letter', '', 'email', true),
  ('CollectionContributionLetter', 'Collection Contribution Letter', '', 'email', false),
  ('CollectionContributionUpdateStatusLetter', 'Collection Contribution Update Status Letter', '', 'email', false),
  ('ConsortiaMemberRequestReleaseLetter', 'Consortia Member Request Release Letter', '', 'email', false),
  ('ConversationLetter', 'Conversation Letter', '', 'email', false),
  ('DeliveryRegistrationStatusLetter', 'Delivery Registration Status Letter', '', 'email', true),
  ('DepositActivityLetter', 'Deposit Activity Letter', '', 'email', true),
  ('DepositStatusUpdateLetter', 'Deposit Status Update Letter', '', 'email', true),
  ('DownloadDigitalTitlesInventoryJobLetter', 'Download Digital Titles Inventory Job Letter', '', 'email', false),
  ('DownloadFileJobLetter', 'Download File Job Letter', '', 'email', false),
  ('DownloadRepresentationLetter', 'Download Representation Letter', '', 'email', false),
  ('EmailRecordsLetter', 'Email Records Letter', '', 'email', true),
  ('ExportUserLetter', 'Export User Letter', '', 'email', false),
  ('ExternallyObtainedEmailLetter', 'Externally Obtained Email Letter', '', 'email', false),
  ('FineFeePaymentReceiptLetter', 'Fine Fee Payment Receipt Letter', 'payment receipt', 'email', true),
  ('FinesAndFeesReportLetter', 'Fines And Fees Report Letter', 'transactions over 1–7 days', 'email', true),
  ('FulBorrowedByLetter', 'Borrowed By Letter', 'proxy borrowed on your behalf', 'email', true),
  ('FulBorrowingInfoLetter', 'Ful Borrowing Info Letter', '', 'email', false),
  ('FulCancelEmailLetter', 'Ful Cancel Email Letter', '', 'email', false),
  ('FulCancelRequestLetter', 'Ful Cancel Request Letter', 'request cancelled, with reason', 'email', true),
  ('FulCitationSlipLetter', 'Ful Citation Slip Letter', 'course reserve citations', 'print', false),
  ('FulCitationsSlipLetter', 'Ful Citations Slip Letter', 'course reserve citations', 'print', false),
  ('FulDamagedEmailLetter', 'Ful Damaged Email Letter', '', 'email', false),
  ('FulDigitizationDocumentDeliveryNotificationLetter', 'Document Delivery Notification Letter', 'digital delivery link', 'email', true),
  ('FulDigitizationNotificationItemLetter', 'Ful Digitization Notification Item Letter', 'digitized item', 'email', true),
  ('FulFinesFeesNotificationLetter', 'Ful Fines/Fees Notification Letter', 'job: what the patron owes', 'email', true),
  ('FulHoldShelfExpiryDateUpdateLetter', 'Hold Shelf Expiry Date Update Letter', 'shelf expiry changed by staff', 'email', true),
  ('FulHoldShelfRequestSlipLetter', 'Ful Hold Shelf Request Slip Letter', 'hold shelf slip', 'print', false),
  ('FulIncomingSlipLetter', 'Ful Incoming Slip Letter', '', 'print', false),
  ('FulItemChangeDueDateLetter', 'Loan Status Notice', 'due date changed / recalled', 'email', true),
  ('FulLoanReceiptLetter', 'Loan Receipt Letter', 'checkout receipt', 'email', true),
  ('FulLostEmailLetter', 'Ful Lost Email Letter', '', 'email', false),
  ('FulLostLoanLetter', 'Ful Lost Loan Letter', 'loan lost', 'email', true),
  ('FulLostLoanNotificationLetter', 'Ful Lost Loan Notification Letter', 'lost warning', 'email', true),
  ('FulLostRefundFeeLoanLetter', 'Ful Lost Refund Fee Loan Letter', 'refund after lost item found', 'email', true),
  ('FulOnHoldShelfReminderLetter', 'On Hold Shelf Reminder Letter', 'reminder after N days', 'email', true),
  ('FulOutgoingEmailLetter', 'Ful Outgoing Email Letter', '', 'email', false),
  ('FulOverdueAndLostLoanLetter', 'Ful Overdue And Lost Loan Letter', 'changed to lost, charge', 'email', true),
  ('FulOverdueAndLostLoanNotificationLetter', 'Ful Overdue And Lost Loan Notification Letter', 'overdue stages 1..n', 'email', true),
  ('FulPersonalDeliveryLetter', 'Ful Personal Delivery Letter', 'personal delivery', 'email', true),
  ('FulPickupRequestReportLetter', 'Ful Pickup Print Slip Report Letter', 'pick list', 'email', false),
  ('FulPlaceOnHoldShelfLetter', 'On Hold Shelf Letter', 'ready for pickup', 'email', true),
  ('FulReasourceRequestSlipLetter', 'Ful Resource Request Slip Letter', 'pick slip', 'print', false),
  ('FulRenewEmailLetter', 'Ful Renew Email Letter', '', 'email', false),
  ('FulRequestsReportLetter', 'Ful Requests Report Letter', 'list of the patron''s requests', 'email', true),
  ('FulResourceSharingRequestConfirmationLetter', 'Ful Resource Sharing Request Confirmation Letter', '', 'email', true),
  ('FulReturnReceiptLetter', 'Return Receipt Letter', 'return receipt', 'email', true),
  ('FulShortLoanLetter', 'Short Loan Letter', 'short (hours) loan, due date and fine policy', 'email', true),
  ('FulShortenedDueDateLetter', 'Shortened Due Date Letter', 'due date shortened at loan/renewal', 'email', true),
  ('FulTransitSlipLetter', 'Ful Transit Slip Letter', 'transit slip', 'print', false),
  ('FulUserAutomaticLoansRenewLetter', 'Automatic Loans Renew Notice', 'result of automatic renewal', 'email', true),
  ('FulUserBorrowingActivityLetter', 'Borrowing Activity Letter', 'periodic summary of loans, overdues, fines', 'email', true),
  ('FulUserLoansCourtesyLetter', 'Courtesy Letter', 'loans due soon', 'email', true),
  ('FulUserOverdueNoticeLetter', 'Overdue Notice Letter', 'all loans due that day, nightly', 'email', true),
  ('GeneralAssignToLetter', 'General Assign To Letter', '', 'email', false),
  ('GeneralMessageEmailLetter', 'General Message Email Letter', '', 'email', false),
  ('InterestedInLetter', 'Interested In Letter', '', 'email', true),
  ('InterestedUsersInLetter', 'Interested Users In Letter', '', 'email', false),
  ('InvoicePaymentLetter', 'Invoice Payment Letter', '', 'email', false),
  ('LegalDepositAnnualReceiptsLetter', 'Legal Deposit Annual Receipts Letter', '', 'email', false),
  ('LegalDepositClaimLetter', 'Legal Deposit Claim Letter', '', 'email', false),
  ('LegalDepositOrderLetter', 'Legal Deposit Order Letter', '', 'email', false),
  ('LegalDepositReceiptLetter', 'Legal Deposit Receipt Letter', '', 'email', false),
  ('LegantoNotificationsLetter', 'Leganto Notifications Letter', '', 'email', false),
  ('LegantoRequestAccessibleFileEmailLetter', 'Leganto Request Accessible File Email Letter', '', 'email', true),
  ('LenderCheckedInEmailLetter', 'Lender Checked In Email Letter', '', 'email', false),
  ('LenderRejectEmailLetter', 'Lender Reject Email Letter', '', 'email', false),
  ('LenderRenewResponseEmailLetter', 'Lender Renew Response Email Letter', '', 'email', false),
  ('LenderShipEmailLetter', 'Lender Ship Email Letter', '', 'email', false),
  ('LenderWillSupplyEmailLetter', 'Lender Will Supply Email Letter', '', 'email', false),
  ('LendingRecallEmailLetter', 'Lending Recall Email Letter', '', 'email', false),
  ('LendingReqReportSlipLetter', 'Lending Req Report Slip Letter', '', 'print', false),
  ('LicensePrintoutLetter', 'License Printout Letter', '', 'email', false),
  ('LoginUsingOneTimeTokenLetter', 'Login Using One Time Token Letter', '', 'email', true),
  ('NotifyUponRenewalLetter', 'Notify Upon Renewal Letter', '', 'email', false),
  ('OrderListLetter', 'Order List Letter', '', 'email', false),
  ('OrderNowLetter', 'Order Now Letter', '', 'email', false),
  ('OverlapAnalysisLetter', 'Overlap Analysis Letter', '', 'email', false),
  ('OwnerSubscriptionLetter', 'Owner Subscription Letter', '', 'email', false),
  ('PINNumberLetter', 'PIN Number Letter', '', 'email', true),
  ('POLineAggregatedClaimLetter', 'PO Line Aggregated Claim Letter', '', 'email', false),
  ('POLineCancellationLetter', 'PO Line Cancellation Letter', '', 'email', false),
  ('POLineClaimLetter', 'PO Line Claim Letter', '', 'email', false),
  ('POLineRenewalLetter', 'PO Line Renewal Letter', '', 'email', false),
  ('PartnerInvoiceLetter', 'Partner Invoice Letter', '', 'email', false),
  ('PartnerLostDamagedInvoiceLetter', 'Partner Lost Damaged Invoice Letter', '', 'email', false),
  ('PartnerWelcomeLetter', 'Partner Welcome Letter', '', 'email', false),
  ('PatronWelcomeLetter', 'Patron Welcome Letter', '', 'email', true),
  ('PdaThresholdLetter', 'Pda Threshold Letter', '', 'email', false),
  ('PersonalInformationLetter', 'Personal Information Letter', '', 'email', true),
  ('ProcessBibExportFinishedLetter', 'Process Bib Export Finished Letter', '', 'email', false),
  ('PurchaseRequestStatusLetter', 'Purchase Request Status Letter', '', 'email', true),
  ('PzSystemJobLetter', 'Pz System Job Letter', '', 'email', false),
  ('QueryToPatronLetter', 'Query To Patron Letter', '', 'email', true),
  ('QueryToRequesterLetter', 'Query To Requester Letter', '', 'email', true),
  ('RapidoMemberLetter', 'Rapido Member Letter', '', 'email', false),
  ('ReceivingSlipLetter', 'Receiving Slip Letter', '', 'print', false),
  ('ReportAProblemLetter', 'Report A Problem Letter', '', 'email', false),
  ('ResearchDepositActionLetter', 'Research Deposit Action Letter', '', 'email', false),
  ('ResendNotificationLetter', 'Resend Notification Letter', '', 'email', true),
  ('ResetPwLetter', 'Reset Pw Letter', '', 'email', true),
  ('ResourceSharingBorrowingRequestSlipLetter', 'Resource Sharing Borrowing Request Slip Letter', '', 'print', false),
  ('ResourceSharingConversationLetter', 'Resource Sharing Conversation Letter', '', 'email', false),
  ('ResourceSharingReceiveSlipLetter', 'Resource Sharing Receive Slip Letter', '', 'print', false),
  ('ResourceSharingReturnSlipLetter', 'Resource Sharing Return Slip Letter', '', 'print', false),
  ('ResourceSharingShippingSlipLetter', 'Resource Sharing Shipping Slip Letter', '', 'print', false),
  ('RestrictedLoginIPLetter', 'Restricted Login IP Letter', '', 'email', false),
  ('SAMLCertificateExpirationLetter', 'SAML certificate expiration Letter', '', 'email', false),
  ('SavedSearchesLetter', 'Saved Searches Letter', '', 'email', true),
  ('SmsFulCancelRequestLetter', 'Ful Cancel Request SMS', 'request cancelled, with reason', 'sms', true),
  ('SmsFulFinesFeesNotificationLetter', 'Ful Fines/Fees Notification SMS', 'job: what the patron owes', 'sms', true),
  ('SmsFulItemChangeDueDateLetter', 'Loan Status Notice SMS', 'due date changed / recalled', 'sms', true),
  ('SmsFulLostLoanLetter', 'Ful Lost Loan SMS', 'loan lost', 'sms', true),
  ('SmsFulLostLoanNotificationLetter', 'Ful Lost Loan Notification SMS', 'lost warning', 'sms', true),
  ('SmsFulOverdueAndLostLoanLetter', 'Ful Overdue And Lost Loan SMS', 'changed to lost, charge', 'sms', true),
  ('SmsFulOverdueAndLostLoanNotificationLetter', 'Ful Overdue And Lost Loan Notification SMS', 'overdue stages 1..n', 'sms', true),
  ('SmsFulPlaceOnHoldShelfLetter', 'On Hold Shelf SMS', 'ready for pickup', 'sms', true),
  ('SmsFulShortenedDueDateLetter', 'Shortened Due Date SMS', 'due date shortened at loan/renewal', 'sms', true),
  ('SmsFulUserBorrowingActivityLetter', 'Borrowing Activity SMS', 'periodic summary of loans, overdues, fines', 'sms', true),
  ('SmsFulUserLoansCourtesyLetter', 'Courtesy SMS', 'loans due soon', 'sms', true),
  ('SmsFulUserOverdueNoticeLetter', 'Overdue Notice SMS', 'all loans due that day, nightly', 'sms', true),
  ('SocialLoginAccountAttachedLetter', 'Social Login Account Attached Letter', '', 'email', true),
  ('SocialLoginInviteLetter', 'Social Login Invite Letter', '', 'email', true),
  ('SystemJobLetter', 'System Job Letter', '', 'email', false),
  ('TrialLetter', 'Trial Letter', '', 'email', false),
  ('LegantoUpcomingDueDatesLetter', 'Leganto Upcoming Due Dates Letter', '', 'email', true),
  ('UpdateCollectionContributionLetter', 'Update Collection Contribution Letter', '', 'email', false),
  ('UserDeletionLetter', 'User Deletion Letter', '', 'email', true),
  ('UserNotificationsLetter', 'User Notifications Letter', '', 'email', true),
  ('UserNotificationsLetterNG', 'User Notifications (New Gen)', '', 'email', true),
  ('WebhookFailureLetter', 'Webhook Failure Letter', '', 'email', false);
