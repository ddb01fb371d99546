import type { Permission } from "./permissions.ts";

/** What a scope of a key lets a script do. */
export const scopeWords: Record<Permission, string> = {
  "overview.read": "Read the overview and the institution's settings",
  "statistics.read": "Read statistics",
  "jobs.read": "Read runs, their reports, schedules, and the outbox",
  "anonymization.read": "Read the rules of the anonymization, and preview it",
  "anonymization.write": "Change the rules of the anonymization, what it takes, and its schedule",
  "anonymization.run": "Start and steer the anonymization, and stop it by its kill switch",
  "letters.read": "Read retention periods and counts of letters, and preview the letters purge",
  "letters.write": "Set retention periods and the letters purge's schedule",
  "letters.run": "Start and steer the letters purge, and stop it by its kill switch",
  "users.read": "Search users, see their details and letters, and use sets",
  "users.write": "Change users and sets",
  "users.run": "Change and notify users by Update/Notify Users, and steer and stop such runs",
  "holds.read": "Read legal holds, and whom they hold",
  "holds.write": "Place, change and release legal holds",
  "purge.read": "Read the delete user policy and purge jobs, and preview them",
  "purge.write": "Set the delete user policy, and make and delete purge jobs",
  "purge.run": "Purge users, and steer and stop such runs",
  "institution.write":
    "Change the institution's settings, the limits of runs and how mails are sent, and stop every job",
  "imports.write": "Import users and records from files",
  "staff.write": "Change who may sign in",
  "apiKeys.write": "Make and revoke keys",
  "backups.write": "Tell of a backup that was verified, or take that back, and nothing else",
  "audit.read": "Read the audit",
};
