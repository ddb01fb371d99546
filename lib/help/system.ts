import { staffRoleNames, staffRoles, staffRoleSentences } from "#lib/permissions.ts";
import { passwordCharacters } from "#lib/password-characters.ts";
import type { PageHelp, ScreenHelp } from "./help.ts";

export const importHelp = {
  href: "/import",
  title: "Import",
  path: ["System"],
  lead: "Brings users and their records in from files. Importing again updates, and brings back nothing that was forgotten.",
  permission: "imports.write",
  fields: {
    files: {
      label: "Files",
      help: "Drop them here or choose them: CSV files called by what they hold, such as users.csv and loans.csv, users as Alma’s XML or JSON too, each gzipped or not, and zip archives of them. They are imported in the right order.",
    },
    source: {
      label: "Source",
      help: "The system that the numbers come from. A loan is known by its source and number: use one name for one system, always.",
    },
  },
} as const satisfies ScreenHelp;

const roles = Object.fromEntries(
  staffRoles.map((role) => [
    `role-${role}`,
    { label: staffRoleNames[role], help: staffRoleSentences[role] },
  ]),
);

export const addStaffHelp = {
  href: "/staff/add",
  title: "Add Staff",
  lead: "Lethe sends no mail: it shows a link once, which you give to the person, who chooses a password with it.",
  fields: {
    name: { label: "Name", help: "As colleagues read it in the audit and on runs." },
    email: { label: "E-mail", help: "The person signs in with it." },
    ...roles,
  },
} as const satisfies PageHelp;

export const linkHelp = {
  label: "One-time link",
  help: "It works once, within a day, and is not shown again.",
};

export const staffHelp = {
  href: "/staff",
  title: "Staff",
  path: ["System"],
  lead: "Who may sign in to Lethe, and what each may do.",
  permission: "staff.write",
  fields: {
    person: {
      label: "Primary ID",
      help: "Which of the library's users a member of staff is, or another identifier. Empty for somebody without an account as a user.",
    },
  },
  pages: [addStaffHelp],
} as const satisfies ScreenHelp;

export const myAccountHelp = {
  href: "/my-account",
  title: "My Account",
  path: ["System"],
  lead: "Your own password, and where you are signed in.",
  permission: "overview.read",
  fields: {
    currentPassword: { label: "Current password", help: "The one that you sign in with now." },
    password: {
      label: "New password",
      help: `At least ${passwordCharacters.min} characters; a sentence is easier to remember than signs.`,
    },
    repeatedPassword: { label: "New password again", help: "The same once more, against slips." },
  },
} as const satisfies ScreenHelp;

export const addKeyHelp = {
  href: "/api-keys/add",
  title: "Make a Key",
  lead: "One for each script, with no more than it needs. The key is shown once; only its hash is kept.",
  fields: {
    name: {
      label: "Name",
      help: "What uses it, such as Nightly report. It stands in the list and in the audit.",
    },
    days: { label: "Valid for (days)", help: "Make a new key before it ends." },
    scopes: { label: "Scopes", help: "What the script may read and change." },
    runScopes: {
      label: "Runs",
      help: "Leave it out unless the script's work is to start runs. What a run removes does not come back.",
    },
  },
} as const satisfies PageHelp;

export const apiReferenceHelp = {
  href: "/api-keys/reference",
  title: "API reference",
  lead: "Every request that a script can make, with an example.",
  fields: {
    search: { label: "Search", help: "A path, a field or a scope; requests with all the words." },
  },
} as const satisfies PageHelp;

export const apiHelp = {
  href: "/api-keys",
  title: "API",
  path: ["System"],
  lead: "What a screen can do, a script can do, by the same doors and with the same checks.",
  permission: "apiKeys.write",
  irreversible: {
    revoke: {
      label: "Revoke",
      help: "The script that uses the key is refused from its next request on. A run that it started goes on. A revoked key cannot be brought back; make a new one instead.",
    },
  },
  pages: [addKeyHelp, apiReferenceHelp],
} as const satisfies ScreenHelp;
