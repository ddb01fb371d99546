/** What Alma calls the role Patron: `role_type` 200 in user records, its name where a list was made by hand. */
export const patronRoles = ["200", "PATRON"] as const;

/** Whatever its case. Who has no other active role is no staff, and may be purged. */
export const isPatronRole = (code: string): boolean =>
  patronRoles.some((one) => one === code.toUpperCase());

/** A role as staff read it; of the others the code is all that is known. */
export const roleName = (code: string): string => (code === "200" ? "Patron (200)" : code);
