import { formatCount } from "#lib/format.ts";
import { alwaysAllowed, lastRunsLookedAt } from "#lib/run-limits.ts";
import type { PageHelp, ScreenHelp } from "./help.ts";

const overMidnight = "Over midnight where it is the earlier of the two.";

export const limitsHelp = {
  marginPercent: {
    label: "Margin, in percent",
    help: "How far a run may go beyond what its preview said.",
  },
  sharePercent: {
    label: "Share of all, in percent",
    help: "A run that would remove more begins only with the number that its preview shows.",
  },
  shareOfOnePercent: {
    label: "Share of one library or user group, in percent",
    help: "A run that would anonymize more of one library's or user group's finished records, or a purge of more of one group's users, begins only with the number that its preview shows. Letters and updates are not asked. Blank: no run is, as where records go as soon as they are finished.",
  },
  shareOfOneFrom: {
    label: "One library or user group counts from",
    help: "With fewer finished records, or users, it is left out of the share: of a small one all may go at once.",
  },
  mostOfOne: {
    label: "Most records or users of one library or user group",
    help: "A run that would anonymize more finished records of one library or user group, or a purge of more users of one group, begins only with the number that its preview shows, whatever the share and the size. Letters and updates are not asked. Blank: no run is.",
  },
  timesLastRuns: {
    label: "Times the last runs",
    help: `A scheduled run that would remove more than ${formatCount(alwaysAllowed)}, and more than this many times the largest of the last ${lastRunsLookedAt}, does not begin.`,
  },
  approvalAbove: {
    label: "Second person above",
    help: "A run that would remove more waits until a second person approves it; by a schedule it does not begin. Blank: one person is enough for any run.",
  },
  restFrom: {
    label: "No batch begins from",
    help: "The library's hours, in its zone: a run waits in them and goes on by itself. Blank: at any time.",
  },
  restUntil: { label: "No batch begins until", help: overMidnight },
  rewriteUpToMb: {
    label: "Rewrite tables at once up to, in MB",
    help: "What a run removed leaves the database's files when its tables are rewritten, each locked for about a second per 100 MB.",
  },
  rewriteFrom: { label: "Rewrite larger tables from", help: "In the library's zone." },
  rewriteUntil: { label: "Rewrite larger tables until", help: overMidnight },
  backupDays: {
    label: "Backups are kept, in days",
    help: "Reports then say until when a backup may still hold what was removed. Blank: not said.",
  },
  backupWarnHours: {
    label: "Warn of a verified backup older than, in hours",
    help: "Who starts a run that removes is told so. Blank: backups are not spoken of.",
  },
  backupRequired: {
    label: "Start nothing that removes without such a backup",
    help: "While none is known, or it is older, no anonymization, letters purge, purge of users or deletion of one user begins, by hand or by a schedule.",
  },
} as const;

export const safetyHelp = {
  href: "/monitor-jobs/safety",
  title: "Safety",
  lead: "Switches that stop every job or one, and the limits beyond which a run does not begin or waits for a second person.",
  fields: {
    ...limitsHelp,
    reason: { label: "Reason", help: "Everyone who sees Monitor Jobs reads it: name no patron." },
  },
} as const satisfies PageHelp;

export const historyHelp = {
  href: "/monitor-jobs/history",
  title: "History of jobs",
  lead: "Every run that has ended, with what it did.",
  fields: {
    job: { label: "Job", help: "Runs of one job alone." },
    status: { label: "Status", help: "How they ended." },
    from: { label: "Submitted from", help: "The first day." },
    to: { label: "Submitted to", help: "The last day." },
  },
} as const satisfies PageHelp;

export const subscriptionHelp = {
  email: { label: "E-mail", help: "Gets one mail for each run of the job, when it has ended." },
} as const;

export const monitorJobsHelp = {
  href: "/monitor-jobs",
  title: "Monitor Jobs",
  path: ["Admin", "Manage Jobs and Sets"],
  lead: "What runs by itself and when, what runs now, and what every run did.",
  permission: "jobs.read",
  fields: {
    active: {
      label: "Active",
      help: "The switch beside each job: active, it runs by itself at the times of its schedule. The first run of each job is started by hand.",
    },
    ...subscriptionHelp,
  },
  irreversible: {
    abort: {
      label: "Abort",
      help: "The run stops before its next batch; a batch that hangs is broken off after five minutes, and nothing of it stays. What it has not reached yet stays as it is.",
    },
    withhold: {
      label: "Do not send what waits",
      help: "Letters of a run that wait are never sent, and stay on their users' Attachments. What was sent, or is just being handed over, cannot be called back.",
    },
  },
  pages: [
    {
      href: "/monitor-jobs/running",
      title: "Running jobs",
      lead: "What runs now, how far it is, and how it is paused or aborted.",
    },
    historyHelp,
    safetyHelp,
    {
      href: "/monitor-jobs/outbox",
      title: "Outbox",
      lead: "Mails about runs: which were sent, which could not be, and letters that wait.",
    },
  ],
} as const satisfies ScreenHelp;
