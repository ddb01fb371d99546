import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { Tx } from "../client.ts";
import { institution, type deleteUserPolicy } from "../schema/index.ts";

type DeleteUserPolicy = (typeof deleteUserPolicy.enumValues)[number];

export async function readDeleteUserPolicy(tx: Tx): Promise<DeleteUserPolicy> {
  const [row] = await tx.select({ policy: institution.deleteUserPolicy }).from(institution);
  if (!row) throw new Error("the institution's row is missing");
  return row.policy;
}

export async function saveDeleteUserPolicy(tx: Tx, policy: DeleteUserPolicy): Promise<Change> {
  const before = await readDeleteUserPolicy(tx);
  await tx
    .update(institution)
    .set({ deleteUserPolicy: policy, version: sql`${institution.version} + 1` });
  return {
    action: "deleteUserPolicy.change",
    subject: "delete user policy",
    before,
    after: policy,
  };
}
