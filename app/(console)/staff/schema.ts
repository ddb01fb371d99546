import { z } from "zod";
import { staffRoles } from "#lib/permissions.ts";
import { emailAddress, personName } from "#lib/staff-fields.ts";

const roles = z.array(z.enum(staffRoles)).min(1, "Choose at least one role.");
const known = { staffId: z.string().min(1).max(100), version: z.coerce.number().int() };

export const addStaffForm = z.object({ name: personName, email: emailAddress, roles });
export const rolesForm = z.object({ ...known, roles });
export const disabledForm = z.object({ ...known, disabled: z.boolean() });
export const linkForm = z.object(known);
export const ownUserForm = z.object({
  ...known,
  person: z.string().trim().max(255, "An identifier has at most 255 characters."),
});

/** What forms of a page call an account that several of them save. */
export const staffRow = (id: string): string => `staff ${id}`;
