import { z } from "zod";
import { userParameters } from "#app/(console)/users/[id]/attachments/schema.ts";
import { generalChanges, userVersion } from "#lib/user-changes.ts";
import { accountTypes, recordTypes, userStatuses } from "#lib/user-fields.ts";

export const userParams = z.strictObject(userParameters.shape);
export const exampleUser = { id: 1 };

const version = z.string().describe("Another one after every change, whoever makes it.");

/** What a write answers: what the next one is to be sent with. */
export const written = z.object({ id: z.int(), version });
export const tied = z.object({ id: z.int().describe("The user's.") });

const text = z.string().nullable();
const day = text.describe("YYYY-MM-DD");
const part = { id: z.int(), version };
const contact = { types: z.array(z.string()), preferred: z.boolean() };

const otherUser = z.object({
  id: z.int(),
  primaryId: text,
  firstName: text,
  middleName: text,
  lastName: text,
  status: z.enum(userStatuses),
});

export const userDetails = z.object({
  id: z.int().describe("The internal ID, never used again."),
  version,
  primaryId: text.describe("Null where a purge has removed it."),
  firstName: text,
  middleName: text,
  lastName: text,
  title: text,
  status: z.enum(userStatuses),
  recordType: z.enum(recordTypes),
  accountType: z.enum(accountTypes),
  userGroup: text.describe("Its code."),
  userGroupName: text,
  jobCategory: text,
  campus: text,
  preferredLanguage: text,
  birthDate: day,
  gender: text,
  expiryDate: day,
  purgeDate: day,
  deletedOn: day,
  lastActivity: text.describe("YYYY-MM"),
  createdOn: z.string().describe("YYYY-MM-DD"),
  onLegalHold: z.boolean(),
  roles: z.array(z.object({ code: z.string(), active: z.boolean() })),
  addresses: z.array(z.object({ ...part, address: z.string(), ...contact })),
  emails: z.array(z.object({ ...part, email: z.string(), ...contact })),
  phones: z.array(z.object({ ...part, phone: z.string(), ...contact })),
  identifiers: z.array(
    z.object({ ...part, type: z.string(), value: z.string(), active: z.boolean() }),
  ),
  notes: z.array(
    z.object({
      ...part,
      text: z.string(),
      type: text,
      userViewable: z.boolean(),
      popup: z.boolean(),
    }),
  ),
  blocks: z.array(
    z.object({ ...part, code: z.string(), type: text, active: z.boolean(), note: text }),
  ),
  statistics: z.array(z.string()).describe("Statistical categories, each as TYPE:CATEGORY."),
  proxies: z.array(otherUser).describe("Who may act for the user."),
  proxyFor: z.array(otherUser).describe("For whom the user may act."),
});

export const userBody = z.strictObject({ version: userVersion, ...generalChanges });
