import type { Tx } from "#db/client.ts";
import { findSet } from "#db/queries/sets.ts";
import type { PurgeAsked } from "#jobs/purge-users/frozen.ts";
import { purgeLimits } from "#lib/purge-fields.ts";
import { recordTypes } from "#lib/user-fields.ts";
import { wholeNumber } from "./arguments.ts";
import { WrongUsage, type Values } from "./command.ts";

/** What only purge-users takes. */
export const purgeFlags = {
  set: {
    type: "string",
    placeholder: "NAME",
    about: "purge-users, update-users: the members of this set",
  },
  "record-type": {
    type: "string",
    placeholder: "public|staff|contact",
    about: "purge-users: users of this record type, in place of a set",
  },
  "user-group": {
    type: "string",
    placeholder: "CODE",
    about: "purge-users: of the record type, only this group",
  },
  "days-after-purge-date": {
    type: "string",
    placeholder: "N",
    about: "purge-users: only when so many days have passed since the purge date",
  },
  "waive-threshold": {
    type: "string",
    placeholder: "AMOUNT",
    about: "purge-users: waive active fees up to this amount; more of them keeps the user",
  },
  "skip-active-requests": {
    type: "boolean",
    about: "purge-users: keep users with active requests, which are cancelled else",
  },
  "skip-unexpired": { type: "boolean", about: "purge-users: keep users who have not expired" },
} as const;

type PurgeValues = Values<typeof purgeFlags>;

/** The same, as a line of a usage. */
export const purgeUsage =
  "[--set NAME | --record-type TYPE [--user-group CODE]] [--days-after-purge-date N] [--waive-threshold AMOUNT] [--skip-active-requests] [--skip-unexpired]";

/** Refuses what another job does not know; `but` it does. */
export function refusePurgeFlags(values: PurgeValues, job: string, but: string[] = []): void {
  const given = Object.keys(purgeFlags).find((name) => name in values && !but.includes(name));
  if (given) throw new WrongUsage(`--${given} is an option of purge-users, not of ${job}.`);
}

/** Checked here as far as the command line alone tells; the set by its name is found by what comes back. */
export function purgeAsked(values: PurgeValues): (tx: Tx) => Promise<PurgeAsked> {
  const { set, "record-type": type, "user-group": userGroup } = values;
  if ((set === undefined) === (type === undefined)) {
    throw new WrongUsage(
      "Say whom to purge: --set NAME, or --record-type public, staff or contact.",
    );
  }
  const recordType = recordTypes.find((known) => known === type);
  if (type !== undefined && !recordType) {
    throw new WrongUsage(`--record-type takes public, staff or contact, not ${type || "nothing"}.`);
  }
  if (userGroup !== undefined && type === undefined) {
    throw new WrongUsage("--user-group stands beside --record-type.");
  }
  const rest = {
    daysAfterPurgeDate:
      wholeNumber("days-after-purge-date", values["days-after-purge-date"], {
        max: purgeLimits.longestDays,
      }) ?? 0,
    waiveThreshold: amount(values["waive-threshold"]),
    skipActiveRequests: values["skip-active-requests"] ?? false,
    skipUnexpired: values["skip-unexpired"] ?? false,
  };
  return async (tx) =>
    set === undefined
      ? { ...rest, recordType, ...(userGroup !== undefined && { userGroup }) }
      : { ...rest, set: (await findSet(tx, "operator", set)).id };
}

function amount(written: string | undefined): number {
  if (written === undefined) return 0;
  const value = Number(written);
  if (!/^\d+(\.\d{1,2})?$/.test(written) || value > purgeLimits.largestThreshold) {
    throw new WrongUsage(
      `--waive-threshold takes an amount such as 1 or 1.50, not ${written || "nothing"}.`,
    );
  }
  return value;
}
