import { z } from "zod";
import { livingStatuses } from "#lib/user-changes.ts";
import { accountTypes, recordTypes } from "#lib/user-fields.ts";
import {
  optionalCode,
  optionalDay,
  optionalName,
  requiredCode,
  requiredIdentifier,
  userPartFields,
} from "#lib/user-parts.ts";

export const userParameter = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const userId = z.coerce.number().int().positive();
const version = z.string().regex(/^\d+$/);

export const generalForm = z.object({
  id: userId,
  version,
  primaryId: requiredIdentifier("Enter a primary ID."),
  firstName: optionalName,
  middleName: optionalName,
  lastName: optionalName,
  title: optionalName,
  status: z.enum(livingStatuses),
  recordType: z.enum(recordTypes),
  accountType: z.enum(accountTypes),
  userGroup: optionalCode,
  jobCategory: optionalCode,
  campus: optionalCode,
  preferredLanguage: optionalCode,
  birthDate: optionalDay,
  gender: optionalCode,
  expiryDate: optionalDay,
  purgeDate: optionalDay,
});

const added = { userId };
const changed = { userId, part: z.coerce.number().int().positive(), version };

export const addPartForms = {
  address: z.object({ ...added, ...userPartFields.address }),
  email: z.object({ ...added, ...userPartFields.email }),
  phone: z.object({ ...added, ...userPartFields.phone }),
  identifier: z.object({ ...added, ...userPartFields.identifier }),
  note: z.object({ ...added, ...userPartFields.note }),
  block: z.object({ ...added, ...userPartFields.block }),
};
export const changePartForms = {
  address: z.object({ ...changed, ...userPartFields.address }),
  email: z.object({ ...changed, ...userPartFields.email }),
  phone: z.object({ ...changed, ...userPartFields.phone }),
  identifier: z.object({ ...changed, ...userPartFields.identifier }),
  note: z.object({ ...changed, ...userPartFields.note }),
  block: z.object({ ...changed, ...userPartFields.block }),
};
export const removePartForm = z.object({
  ...changed,
  kind: z.enum(["address", "email", "phone", "identifier", "note", "block"]),
});

export const roleForm = z.object({
  userId,
  code: requiredCode("Enter a role."),
  active: z.boolean(),
});
export const removeRoleForm = z.object({ userId, code: z.string() });
export const categoryForm = z.object({
  userId,
  category: z.string().min(1, "Choose a category."),
});
export const proxyForm = z.object({
  userId,
  primaryId: requiredIdentifier("Enter the primary ID of the proxy."),
});
export const removeProxyForm = z.object({ proxy: userId, proxyFor: userId });

/** The state of a list in a tab: a part that is being changed, or a place, sealed. */
export const tabSearch = z.object({
  edit: z
    .string()
    .regex(/^[a-z]+-\d+$/)
    .optional()
    .catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
});

/** Of Loans, Fines/Fees and Requests, and of History. */
export const recordsPerPage = 50;
export const entriesPerPage = 50;

/** The entry that a page of History goes on behind. */
export const historyPlace = z.coerce.number().int().positive().optional().catch(undefined);
