import { deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";
import type { ScreenHelp } from "./help.ts";

/** What each leaves of a user. */
export const policyLeaves: Record<DeletePolicy, string> = {
  keepFullyReportable:
    "The user is marked as deleted and can no longer be used; everything about the person stays.",
  keepStatistics:
    "User group, job category and statistics stay. The old primary ID stands as the last name, so records can still be traced by who knows it. Everything else goes.",
  keepStatisticsAndRemovePrimaryId:
    "User group, job category and statistics stay under the internal ID, which nobody outside knows. Everything else goes.",
  fullyRemove:
    "The user's row goes with everything, and what they borrowed leads to no patron any more.",
};

export const deleteUserPolicyHelp = {
  href: "/delete-user-policy",
  title: "Delete User Policy",
  path: ["Configuration", "User Management", "General"],
  lead: "What a purge, or a deletion by a script, leaves of a user. Deleting somebody by hand on User Details always removes everything. Every option cancels open requests.",
  permission: "purge.read",
  fields: {
    keepFullyReportable: {
      label: deletePolicyNames.keepFullyReportable,
      help: policyLeaves.keepFullyReportable,
    },
    keepStatistics: {
      label: deletePolicyNames.keepStatistics,
      help: policyLeaves.keepStatistics,
    },
    keepStatisticsAndRemovePrimaryId: {
      label: deletePolicyNames.keepStatisticsAndRemovePrimaryId,
      help: `Recommended. ${policyLeaves.keepStatisticsAndRemovePrimaryId}`,
    },
    fullyRemove: {
      label: deletePolicyNames.fullyRemove,
      help: policyLeaves.fullyRemove,
    },
  },
  irreversible: {
    apply: {
      label: "Apply the policy to … users",
      help: "Saving a policy changes nobody who is purged already. A stricter one can be applied to them by a run of its own; a looser one brings nothing back.",
    },
  },
} as const satisfies ScreenHelp;
