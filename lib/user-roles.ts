/**
 * What Alma calls the role Patron: `role_type` 200 in user records, its name, in whatever case, where a
 * list was made by hand. Who has no other active role is no staff, and may be purged.
 */
export const patronRoles: readonly string[] = ["200", "PATRON"];

/** A role as staff read it; of the others the code is all that is known. */
export const roleName = (code: string): string => (code === "200" ? "Patron (200)" : code);
