import type { Change } from "#lib/change.ts";
import { Stale } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { institution, type deleteUserPolicy } from "../schema/index.ts";

type DeleteUserPolicy = (typeof deleteUserPolicy.enumValues)[number];

export async function readDeleteUserPolicy(tx: Tx): Promise<DeleteUserPolicy> {
  const [row] = await tx.select({ policy: institution.deleteUserPolicy }).from(institution);
  if (!row) throw new Error("the institution's row is missing");
  return row.policy;
}

/** `was` is the policy that whoever saves has seen; left out, whatever stands is replaced. */
export async function saveDeleteUserPolicy(
  tx: Tx,
  { policy, was }: { policy: DeleteUserPolicy; was?: DeleteUserPolicy | undefined },
): Promise<Change> {
  const [stands] = await tx
    .select({ policy: institution.deleteUserPolicy })
    .from(institution)
    .for("update");
  if (!stands) throw new Error("the institution's row is missing");
  if (was !== undefined && was !== stands.policy) {
    throw new Stale("The Delete User Policy was");
  }
  await tx.update(institution).set({ deleteUserPolicy: policy });
  return {
    action: "deleteUserPolicy.change",
    subject: "delete user policy",
    before: stands.policy,
    after: policy,
  };
}
