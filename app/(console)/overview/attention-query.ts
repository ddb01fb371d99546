import { jobTitles } from "#jobs/registry.ts";
import { families, familyWords } from "#lib/families.ts";
import { formatCountOf, formatList } from "#lib/format.ts";
import type { Permission } from "#lib/permissions.ts";
import { releasesNothing } from "#lib/rule-warnings.ts";
import type { Overview } from "./overview-query.ts";

export interface Attention {
  sentence: string;
  /** Where it is solved, for those who may go there. */
  way: { href: string; label: string; permission: Permission };
}

const monitor = (label: string): Attention["way"] => ({
  href: "/monitor-jobs",
  label,
  permission: "jobs.read",
});

type Known = Pick<
  Overview,
  "settings" | "schedules" | "last" | "letters" | "users" | "outlook" | "dueHolds"
>;

/** What keeps patrons named although somebody may think otherwise. */
export const attention = (known: Known): Attention[] => [
  ...ofAnonymization(known),
  ...ofRules(known),
  ...ofUndated(known),
  ...ofLetters(known),
  ...ofUsers(known),
  ...ofHolds(known),
  ...ofRuns(known),
];

function ofAnonymization({ settings, schedules }: Known): Attention[] {
  const isActive = schedules.some(({ job, active }) => job === "anonymization" && active);
  if (!isActive) {
    return [
      {
        sentence: "The anonymization job is inactive: nothing is forgotten by itself.",
        way: {
          href: "/fulfillment-jobs",
          label: "Fulfillment Jobs Configuration",
          permission: "anonymization.read",
        },
      },
    ];
  }
  if (families.some((family) => settings[family].records || settings[family].notes)) return [];
  return [
    {
      sentence: "The anonymization job is active, but no kind of record is ticked.",
      way: {
        href: "/fulfillment-jobs",
        label: "Fulfillment Jobs Configuration",
        permission: "anonymization.read",
      },
    },
  ];
}

const ofRules = ({ settings }: Known): Attention[] =>
  families
    .filter((family) => settings[family].records && releasesNothing(settings[family]))
    .map((family) => ({
      sentence: `The job takes ${familyWords[family].many}, but no enabled rule anonymizes any.`,
      way: {
        href: `/fulfillment-jobs/rules/${family}`,
        label: familyWords[family].rules,
        permission: "anonymization.read",
      },
    }));

/** What no rule lets go, however old it is. */
function ofUndated({ outlook }: Known): Attention[] {
  const undated = outlook
    .map(({ family, finished }) => ({
      words: familyWords[family],
      count: finished.find(({ age }) => age === "noEndDate")?.named ?? 0,
    }))
    .filter(({ count }) => count > 0);
  if (undated.length === 0) return [];
  const counts = undated.map(({ words, count }) => formatCountOf(count, words.one, words.many));
  return [
    {
      sentence: `Finished without an end date, so that no rule lets them go: ${formatList(counts)}. Mend them in the source and import again.`,
      way: { href: "/import", label: "Import", permission: "imports.write" },
    },
  ];
}

function ofLetters({ letters, schedules }: Known): Attention[] {
  const isActive = schedules.some(({ job, active }) => job === "letters-purge" && active);
  return [
    ...(letters.pastPeriod > 0 && !isActive
      ? [
          {
            sentence: `${formatCountOf(letters.pastPeriod, "letter is", "letters are")} past the retention period, and the letters purge is inactive.`,
            way: monitor("Switch it on at Monitor Jobs"),
          },
        ]
      : []),
    ...(letters.typesToLookAt > 0
      ? [
          {
            sentence: `${formatCountOf(letters.typesToLookAt, "letter type", "letter types")} came with an import and nobody has set a retention period.`,
            way: {
              href: "/letters?attention=yes",
              label: "Letters Configuration",
              permission: "letters.read" as const,
            },
          },
        ]
      : []),
  ];
}

const ofUsers = ({ users: { pastPurgeDate } }: Known): Attention[] =>
  pastPurgeDate === 0
    ? []
    : [
        {
          sentence: `${formatCountOf(pastPurgeDate, "account is", "accounts are")} past the purge date and still there.`,
          way: { href: "/users/advanced", label: "Find them", permission: "users.read" },
        },
      ];

const ofHolds = ({ dueHolds }: Known): Attention[] =>
  dueHolds === 0
    ? []
    : [
        {
          sentence: `${formatCountOf(dueHolds, "legal hold is", "legal holds are")} due for review.`,
          way: { href: "/legal-holds?state=due", label: "Legal Holds", permission: "holds.read" },
        },
      ];

const ofRuns = ({ last }: Known): Attention[] =>
  last
    .filter(({ status }) => status === "failed" || status === "stoppedByBrake")
    .map((run) => ({
      sentence:
        `The last run of ${jobTitles[run.job]} ${run.status === "failed" ? "failed" : "was stopped by its brake"}. ${run.problem ?? ""}`.trim(),
      way: { href: `/monitor-jobs/${run.id}`, label: "Its report", permission: "jobs.read" },
    }));
