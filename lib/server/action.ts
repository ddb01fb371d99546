import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { database, type Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import type { Change } from "#lib/change.ts";
import type { FormState } from "#lib/form-state.ts";
import { permits, permitsJob, type Permission } from "#lib/permissions.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import { withEntered } from "./entered.ts";
import { formToObject } from "./form-data.ts";
import { log } from "./log.ts";
import { foreignRequest, isFromOwnPage } from "./origin.ts";
import { currentStaff, type Staff } from "./session.ts";
import { toldByDatabase } from "./unavailable.ts";

export type { FormState } from "#lib/form-state.ts";

/** A write's change, or the change with a sentence for the person who made it, or the page to go on to. */
export type Written = Change | { change: Change; message?: string; to?: string };

/**
 * The one door for forms: own page, permission, strict parse, one transaction with its audit row, then
 * `path` is rendered anew. What the person may know comes back as a state; bugs are thrown.
 */
export function formAction<Schema extends z.ZodObject>(
  permission: Permission,
  path: string,
  schema: Schema,
  write: (tx: Tx, input: z.output<Schema>, staff: Staff) => Promise<Written>,
) {
  return door(permission, schema, async (input, staff) => {
    const written = await saveAs(staff.id, (tx) => write(tx, input, staff));
    revalidatePath(path);
    if ("change" in written && written.to !== undefined) redirect(written.to);
    return { status: "saved", ...("change" in written && { message: written.message }) };
  });
}

/**
 * The door for forms that change nothing: what is asked may name a person and must not stand in an
 * address, so `keep` stores it for the one who asks, and tells the address of the answer.
 */
export function searchAction<Schema extends z.ZodObject>(
  permission: Permission,
  schema: Schema,
  keep: (tx: Tx, input: z.output<Schema>, staff: Staff) => Promise<string>,
) {
  return door(permission, schema, async (input, staff) =>
    redirect(await database().transaction("lethe_web", (tx) => keep(tx, input, staff))),
  );
}

/** What every form passes on its way in, and how a no comes back: with all that was entered. */
function door<Schema extends z.ZodObject>(
  permission: Permission,
  schema: Schema,
  enter: (input: z.output<Schema>, staff: Staff) => Promise<FormState>,
) {
  const strict = schema.strict();
  const attempt = async (form: FormData): Promise<FormState> => {
    try {
      const staff = await admit(permission);
      const parsed = strict.safeParse(formToObject(schema, form));
      if (!parsed.success) return invalid(parsed.error);
      return await enter(parsed.data as z.output<Schema>, staff);
    } catch (error) {
      return refusedBy(error);
    }
  };
  return async (_previous: FormState, form: FormData) => withEntered(await attempt(form), form);
}

/** A write and its audit row: both are there, or neither. `actor` as the audit names it. */
export const saveAs = <W extends Written>(
  actor: string,
  write: (tx: Tx) => Promise<W>,
): Promise<W> =>
  database().transaction("lethe_web", async (tx) => {
    const written = await write(tx);
    await recordChange(tx, actor, "change" in written ? written.change : written);
    return written;
  });

async function admit(permission: Permission): Promise<Staff> {
  if (!isFromOwnPage(await headers())) {
    log.warn({ permission }, "form refused: not from an own page");
    throw new Refusal(foreignRequest);
  }
  const staff = await currentStaff();
  if (!staff) throw new Refusal(signedOut);
  if (permits(staff.roles, permission)) return staff;
  log.warn({ staff: staff.id, permission }, "form refused");
  throw new Refusal(notAllowed);
}

/** Inside a door that several jobs share: refuses who does not hold the screen of this one. */
export function requireJob(staff: Staff, job: string, deed: "write" | "run"): void {
  if (permitsJob(staff.roles, job, deed)) return;
  log.warn({ staff: staff.id, job, deed }, "refused");
  throw new Refusal(notAllowed);
}

/** Inside a door that stands open to more people than this takes. */
export function requirePermission(staff: Staff, permission: Permission): void {
  if (permits(staff.roles, permission)) return;
  log.warn({ staff: staff.id, permission }, "refused");
  throw new Refusal(notAllowed);
}

/** Turns what a person may know into a state; throws the rest on. */
export function refusedBy(error: unknown): FormState {
  if (error instanceof Refusal) {
    const { message } = error;
    return { status: "refused", message, ...(error instanceof Stale && { stale: true }) };
  }
  const told = toldByDatabase(error);
  if (told) return { status: "refused", message: told.sentence };
  throw error;
}

/** Sentences by field; what is wrong with the form as a whole is under "". */
export function invalid(error: z.ZodError): FormState {
  const { formErrors, fieldErrors } = z.flattenError(error);
  return {
    status: "invalid",
    fields: formErrors.length ? { ...fieldErrors, "": formErrors } : fieldErrors,
  };
}

export const signedOut =
  "You are signed out. Sign in again in another tab, then save here: nothing you entered is lost.";
export const notAllowed =
  "Your roles do not allow this. A General System Administrator can change them under Staff.";
