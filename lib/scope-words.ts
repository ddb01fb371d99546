import type { Permission } from "./permissions.ts";

/** What a scope of a key lets a script do. */
export const scopeWords: Record<Permission, string> = {
  "overview.read": "Read the overview and the institution's settings",
  "statistics.read": "Read statistics",
  "jobs.read": "Read runs, their reports, schedules, and the outbox",
  "anonymization.read": "Read the rules of the anonymization, and preview it",
  "anonymization.write": "Change the rules of the anonymization, what it takes, and its schedule",
  "anonymization.run": "Start and abort the anonymization",
  "letters.read": "Read retention periods and counts of letters, and preview the letters purge",
  "letters.write": "Set retention periods and the letters purge's schedule",
  "letters.run": "Start and abort the letters purge",
  "users.read": "Search users, see their details and letters, and use sets",
  "users.write": "Change users and sets",
  "institution.write": "Change the institution's settings, and how mails are sent",
  "imports.write": "Import users and records from files",
  "staff.write": "Change who may sign in",
  "apiKeys.write": "Make and revoke keys",
  "audit.read": "Read the audit",
};
