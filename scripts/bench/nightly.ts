import type { RuleSet } from "./seed.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";

/** Share of the loans that one night makes eligible. */
const nightlyShare = 0.001;

/** The library on the night after: all that was eligible is gone, a thousandth has become so; and the same with twice the anonymized history. */
export async function prepareNights(
  server: BenchServer,
  library: BenchDatabase,
  loans: number,
): Promise<{ before: BenchDatabase; after: BenchDatabase }> {
  const before = await server.copy(library);
  const set: RuleSet = "plain";
  await query(
    before,
    `DELETE FROM patron.loan_notes n USING bench.eligible_${set} e WHERE e.id = n.loan_id;
     DELETE FROM patron.loan_links k USING bench.eligible_${set} e WHERE e.id = k.loan_id;
     WITH tonight AS (SELECT loan_id FROM patron.loan_links WHERE finished AND library_id <> 1 AND ended_on > current_date - 30
       ORDER BY hashint8(loan_id) LIMIT ${Math.ceil(loans * nightlyShare)}),
     told AS (UPDATE record.loans r SET returned_on = current_date - 31, ended_on = current_date - 31
       FROM tonight WHERE tonight.loan_id = r.id)
     UPDATE patron.loan_links k SET returned_at = now() - interval '31 days', ended_at = now() - interval '31 days', ended_on = current_date - 31
       FROM tonight WHERE tonight.loan_id = k.loan_id`,
  );
  await query(before, "VACUUM FULL ANALYZE patron.loan_links");
  await query(before, "VACUUM FULL ANALYZE patron.loan_notes");
  const after = await server.copy(before);
  await query(
    after,
    `SET session_replication_role = replica;
     INSERT INTO record.loans (library_id, location_id, profile_id, item_id, loaned_on, due_on, returned_on, ended_on)
       SELECT r.library_id, r.location_id, r.profile_id, r.item_id, r.loaned_on, r.due_on, r.returned_on, r.ended_on
       FROM record.loans r JOIN bench.eligible_${set} e ON e.id = r.id`,
  );
  await query(after, "VACUUM ANALYZE record.loans");
  return { before, after };
}
