import { jobTitles } from "#jobs/registry.ts";
import { families, familyWords } from "#lib/families.ts";
import { formatCountOf, formatList } from "#lib/format.ts";
import type { Permission } from "#lib/permissions.ts";
import { releasesNothing } from "#lib/rule-warnings.ts";
import { leftOutText } from "../monitor-jobs/forecast-view.ts";
import type { Counted, MaybeCounted, Standing } from "./overview-query.ts";

export interface Attention {
  sentence: string;
  /** Where it is solved, for those who may go there; none where it is by no screen. */
  way?: { href: string; label: string; permission: Permission };
}

const monitor = (label: string): NonNullable<Attention["way"]> => ({
  href: "/monitor-jobs",
  label,
  permission: "jobs.read",
});

/** What keeps patrons named, or known to more than need be, although somebody may think otherwise. */
export const attention = (standing: Omit<Standing, "institution">): Attention[] => [
  ...ofAnonymization(standing),
  ...ofRules(standing),
  ...ofLetterTypes(standing),
  ...ofHolds(standing),
  ...ofRuns(standing),
  ...ofLeftOut(standing),
  ...ofRoles(standing),
];

/** The same, of what takes counting, as far as it could be counted. */
export const countedAttention = (
  { schedules }: Pick<Standing, "schedules">,
  { outlook, rest }: MaybeCounted,
): Attention[] => [
  ...(outlook ? ofUndated(outlook) : []),
  ...(rest ? [...ofLetters(rest.letters, schedules), ...ofUsers(rest.users)] : []),
];

function ofAnonymization({
  settings,
  schedules,
}: Pick<Standing, "settings" | "schedules">): Attention[] {
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

const ofRules = ({ settings }: Pick<Standing, "settings">): Attention[] =>
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
function ofUndated(outlook: Counted["outlook"]): Attention[] {
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

const ofLetterTypes = ({ typesToLookAt }: Pick<Standing, "typesToLookAt">): Attention[] =>
  typesToLookAt === 0
    ? []
    : [
        {
          sentence: `${formatCountOf(typesToLookAt, "letter type", "letter types")} came with an import and nobody has set a retention period.`,
          way: {
            href: "/letters?attention=yes",
            label: "Letters Configuration",
            permission: "letters.read",
          },
        },
      ];

function ofLetters(
  { pastPeriod }: Counted["letters"],
  schedules: Standing["schedules"],
): Attention[] {
  const isActive = schedules.some(({ job, active }) => job === "letters-purge" && active);
  if (pastPeriod === 0 || isActive) return [];
  return [
    {
      sentence: `${formatCountOf(pastPeriod, "letter is", "letters are")} past the retention period, and the letters purge is inactive.`,
      way: monitor("Switch it on at Monitor Jobs"),
    },
  ];
}

const ofUsers = ({ pastPurgeDate }: Counted["users"]): Attention[] =>
  pastPurgeDate === 0
    ? []
    : [
        {
          sentence: `${formatCountOf(pastPurgeDate, "account is", "accounts are")} past the purge date and still there. A purge holds back those with a reason to stay, such as a loan, an open fee or a legal hold; the preview of each job says how many, and why.`,
          way: {
            href: "/purge-user-records",
            label: "Purge User Records",
            permission: "purge.read",
          },
        },
      ];

const ofHolds = ({ dueHolds }: Pick<Standing, "dueHolds">): Attention[] =>
  dueHolds === 0
    ? []
    : [
        {
          sentence: `${formatCountOf(dueHolds, "legal hold is", "legal holds are")} due for review.`,
          way: { href: "/legal-holds?state=due", label: "Legal Holds", permission: "holds.read" },
        },
      ];

const ofRuns = ({ last }: Pick<Standing, "last">): Attention[] =>
  last
    .filter(({ status }) => status === "failed" || status === "stoppedByBrake")
    .map((run) => ({
      sentence:
        `The last run of ${jobTitles[run.job]} ${run.status === "failed" ? "failed" : "was stopped by its brake"}. ${run.problem ?? ""}`.trim(),
      way: { href: `/monitor-jobs/${run.id}`, label: "Its report", permission: "jobs.read" },
    }));

const ofLeftOut = ({ schedules }: Pick<Standing, "schedules">): Attention[] =>
  schedules.flatMap(({ job, active, leftOutLocal }) =>
    active && leftOutLocal !== null
      ? [
          {
            sentence: `${jobTitles[job]} ${leftOutText(leftOutLocal)} It waits for its next time.`,
            way: monitor("Monitor Jobs"),
          },
        ]
      : [],
  );

const ofRoles = ({ rolesAreSeparate }: Pick<Standing, "rolesAreSeparate">): Attention[] =>
  rolesAreSeparate
    ? []
    : [
        {
          sentence:
            "The database was set up without roles of its own (migrate --single-role): the web server and the worker may each read and change everything.",
        },
      ];
