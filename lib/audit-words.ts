import { families, familyWords } from "./families.ts";
import { formatDay, upperFirst } from "./format.ts";
import { staffRoleNames } from "./permissions.ts";
import { deletePolicyNames } from "./purge-fields.ts";
import { operatorNames, parameterNames } from "./rule-words.ts";
import { scheduleSchema, scheduleSentence } from "./schedule.ts";

/** `anonymization.changeRules` as people read it: "Anonymization: change rules". */
export function actionWords(action: string): string {
  const [noun = "", verb] = action.split(".").map(spaced);
  return verb === undefined ? upperFirst(noun) : `${upperFirst(noun)}: ${verb}`;
}

/** What was done, as a sentence goes on after who did it: "added rule “30 days” of loans". */
export function deedWords(action: string, subject: string): string {
  const whole = wholeDeeds[action];
  if (whole !== undefined) return whole.replace("…", () => subjectWords(subject));
  const [, name = ""] = action.split(".");
  const verb = verbs[name];
  return verb
    ? `${verb} ${subjectWords(subject)}`
    : `${actionWords(action)} (${subjectWords(subject)})`;
}

const verbs: Partial<Record<string, string>> = {
  add: "added",
  change: "changed",
  remove: "removed",
  delete: "deleted",
  move: "moved",
  replace: "replaced",
  enable: "enabled",
  disable: "disabled",
  configure: "changed",
  start: "started",
  stop: "stopped",
  abort: "asked to stop",
  pause: "paused",
  resume: "resumed",
  discard: "discarded",
  import: "imported",
  export: "wrote into a file",
  try: "tried",
  upload: "sent the files of",
  make: "made",
  revoke: "revoked",
  set: "set",
  combine: "combined sets into",
  place: "placed",
  engage: "engaged",
  release: "released",
};

const wholeDeeds: Partial<Record<string, string>> = {
  "staff.signIn": "signed in",
  "staff.signOut": "signed out",
  "staff.signInFailed": "tried to sign in as … and failed",
  "staff.changeRoles": "changed the roles of …",
  "staff.makeLink": "made a one-time link for …",
  "staff.setPassword": "set the password of …",
  "staff.endSessions": "ended the other sessions of …",
  "rule.default": "changed the …",
  "anonymization.choose": "chose what the job anonymizes",
  "letters.retention": "changed retention periods",
  "letters.enabled": "enabled or disabled letter types",
  "run.withholdLetters": "decided that waiting letters of … are not sent",
  "schedule.pass": "let a time of the … pass",
  "set.addMembers": "added members to …",
  "set.removeMembers": "removed members from …",
  "set.itemize": "made … itemized",
  "set.changeQuery": "changed the query of …",
  "run.certificate": "signed a certificate of erasure of …",
  "certificate.newKey": "began with a new …",
  "backup.verify": "told of a …",
  "backup.forget": "took back what was told of a …",
  "demo.replace": "replaced the demo library by an import",
};

/** The long name of an import tells nobody anything. */
const subjectWords = (subject: string): string =>
  families.reduce(
    (text, family) =>
      text.replace(new RegExp(` of ${family}$`), () => ` of ${familyWords[family].many}`),
    subject.replace(/^import [0-9a-f]{8}-.*$/, "an import"),
  );

export interface FieldChange {
  field: string;
  before: string;
  after: string;
}

/** What differs between two states, field by field; a state that is no object is a field of its own. */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [flattened(before), flattened(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({
      field,
      before: valueWords(old.get(field)),
      after: valueWords(now.get(field)),
    }))
    .filter((change) => change.before !== change.after);
}

/** Fields by their names, those of a part behind the part's: "Loans: records". */
function flattened(state: unknown, path: string[] = []): Map<string, unknown> {
  if (isNothing(state)) return new Map();
  if (!isObject(state) || scheduleSchema.safeParse(state).success)
    return new Map([[path.length > 0 ? upperFirst(path.join(": ")) : "Value", state]]);
  const parts = Object.entries(state).map(([name, value]) =>
    flattened(value, [...path, fieldWords(name)]),
  );
  return new Map(parts.flatMap((part) => [...part]));
}

const fieldNames: Partial<Record<string, string>> = {
  when: "input parameters",
  anonymize: "output",
  retentionDays: "retention period in days",
  missedWithinHours: "missed times caught up within hours",
  confirm: "confirmed number",
  asOf: "days counted to",
  ...Object.fromEntries(families.map((family) => [family, familyWords[family].many])),
};

/** A code of the library's own, such as a letter's, stays as it is. */
const fieldWords = (name: string) =>
  fieldNames[name] ?? (/^[a-z]/.test(name) ? spaced(name) : name);

function valueWords(value: unknown): string {
  if (isNothing(value)) return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.length === 0 ? "None" : value.map(valueWords).join("; ");
  if (typeof value === "string")
    return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDay(value) : (valueNames[value] ?? value);
  if (!isObject(value)) return JSON.stringify(value);
  const schedule = scheduleSchema.safeParse(value);
  if (schedule.success) return scheduleSentence(schedule.data);
  if (typeof value.parameter === "string") return conditionWords(value);
  if (typeof value.name === "string" && "anonymize" in value)
    return `${value.name} (${valueWords(value.when)}: ${valueWords(value.anonymize)})`;
  return Object.entries(value)
    .map(([name, part]) => `${fieldWords(name)}: ${valueWords(part)}`)
    .join(", ");
}

const conditionWords = ({ parameter, operator, value }: Record<string, unknown>) =>
  [
    nameIn(parameters, parameter),
    nameIn(operators, operator),
    ...(isNothing(value) ? [] : [Array.isArray(value) ? value.join(", ") : valueWords(value)]),
  ].join(" ");

const nameIn = (names: Partial<Record<string, string>>, of: unknown) =>
  typeof of === "string" ? (names[of] ?? of) : "";
const valueNames: Partial<Record<string, string>> = { ...staffRoleNames, ...deletePolicyNames };
const parameters: Partial<Record<string, string>> = parameterNames;
const operators: Partial<Record<string, string>> = operatorNames;

const spaced = (name: string) =>
  name
    .replaceAll("-", " ")
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ")
    .toLowerCase();
const isNothing = (value: unknown) => value === null || value === undefined || value === "";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
