import type { PageHelp, ScreenHelp } from "./help.ts";

export const holdTextsHelp = {
  reason: {
    label: "Reason",
    help: "Why nothing may be forgotten: the matter, its number. Only who may see holds reads it.",
  },
  owner: { label: "Owner", help: "Who answers for the hold, such as Legal Department." },
  reviewOn: {
    label: "Review date",
    help: "On this day the hold is shown as due for review. It stays until somebody releases it.",
  },
} as const;

export const placeHoldHelp = {
  href: "/legal-holds/add",
  title: "Place a Hold",
  lead: "It acts at once: a run at work goes around what is held from its next batch on. What it has removed already cannot be brought back.",
  fields: {
    person: {
      label: "Person",
      help: "Primary ID, another identifier, or the internal ID as in “ID 4711”.",
    },
    set: {
      label: "Set",
      help: "Its members now are held, new ones within a minute. Who leaves the set stays held.",
    },
    ...holdTextsHelp,
  },
} as const satisfies PageHelp;

export const legalHoldsHelp = {
  href: "/legal-holds",
  title: "Legal Holds",
  path: ["Configuration"],
  lead: "Of whom nothing is forgotten: no anonymization, letters purge or user purge touches what is theirs, from the next batch on until the hold is released.",
  permission: "holds.read",
  irreversible: {
    release: {
      label: "Release the Hold",
      help: "Rules, retention periods and purges decide again from the next batch on, a run at work among them, unless another hold holds the person. What a run then removes cannot be brought back.",
    },
  },
  pages: [placeHoldHelp],
} as const satisfies ScreenHelp;
