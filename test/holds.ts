import type pg from "pg";

/** Holds persons, each by a hold of their own, past every door: only a test may. */
export async function holdUsers(client: pg.ClientBase | pg.Pool, ...users: number[]) {
  await client.query(
    `WITH hold AS (
       INSERT INTO patron.legal_holds (reason, owner, review_on, user_id)
       SELECT 'Matter', 'Counsel', current_date + 30, held FROM unnest($1::bigint[]) held RETURNING id, user_id)
     INSERT INTO patron.legal_hold_members SELECT id, user_id FROM hold`,
    [users],
  );
}

export async function releaseHolds(client: pg.ClientBase | pg.Pool) {
  await client.query(
    `WITH gone AS (DELETE FROM patron.legal_hold_members)
     UPDATE patron.legal_holds SET released_at = now() WHERE released_at IS NULL`,
  );
}
