import type { readUserDetails } from "#db/queries/user-details.ts";
import type { UserPage } from "#db/queries/user-list.ts";
import { formatCode } from "#lib/format.ts";
import { userName } from "#lib/user-name.ts";
import { accountTypeNames, recordTypeNames, userStatusNames } from "#lib/user-fields.ts";
import { table } from "./table.ts";

/** In one line, and nothing that a terminal obeys: whoever wrote it may have meant harm. */
export const plain = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
const cell = (value: string | null): string => plain(value ?? "");

export const more = (next: number | null): string[] =>
  next === null ? [] : ["", `There are more: --after ${next}`];

export function usersPage({ users, next }: UserPage): string {
  if (users.length === 0) return "Nobody.";
  return [
    table(
      ["ID", "Primary ID", "Name", "Status", "User group", "Expiry date", "Purge date"],
      users.map((user) => [
        String(user.id),
        cell(user.primaryId),
        cell(userName(user)),
        userStatusNames[user.status],
        cell(user.userGroup),
        cell(user.expiryDate),
        cell(user.purgeDate),
      ]),
    ),
    ...more(next),
  ].join("\n");
}

type Details = Awaited<ReturnType<typeof readUserDetails>>;

/** An account with its parts; each part with the ID that `users change` names it by. */
export function detailsPage(user: Details): string {
  const facts: [string, string | null][] = [
    ["Internal ID", String(user.id)],
    ["Primary ID", user.primaryId],
    ["Title", user.title],
    ["Status", userStatusNames[user.status]],
    ["Record type", recordTypeNames[user.recordType]],
    ["Account type", accountTypeNames[user.accountType]],
    ["User group", user.userGroupName],
    ["Job category", user.jobCategory],
    ["Campus", user.campus],
    ["Preferred language", user.preferredLanguage],
    ["Birth date", user.birthDate],
    ["Gender", user.gender],
    ["Expiry date", user.expiryDate],
    ["Purge date", user.purgeDate],
    ["Deleted on", user.deletedOn],
    ["Last activity", user.lastActivity],
    ["Created on", user.createdOn],
    ["Legal hold", user.onLegalHold ? "yes" : null],
  ];
  const filled = facts.filter(([, value]) => value !== null);
  return [
    table(
      ["", plain(userName(user))],
      filled.map(([name, value]) => [name, cell(value)]),
    ),
    ...partLists(user).flatMap(([title, lines]) =>
      lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${plain(line)}`)],
    ),
  ].join("\n");
}

const contact = ({ types, preferred }: { types: string[]; preferred: boolean }) => [
  ...types.map(formatCode),
  preferred && "preferred",
];
const line = (text: string, marks: (string | false | null)[] = []) => {
  const said = marks.filter(Boolean);
  return said.length === 0 ? text : `${text} (${said.join(", ")})`;
};
const inactive = ({ active }: { active: boolean }) => !active && "inactive";

const partLists = (user: Details): [string, string[]][] => [
  ["Addresses", user.addresses.map((one) => line(`${one.id}  ${one.address}`, contact(one)))],
  ["E-mails", user.emails.map((one) => line(`${one.id}  ${one.email}`, contact(one)))],
  ["Phones", user.phones.map((one) => line(`${one.id}  ${one.phone}`, contact(one)))],
  [
    "Identifiers",
    user.identifiers.map((one) => line(`${one.id}  ${one.type}: ${one.value}`, [inactive(one)])),
  ],
  [
    "Notes",
    user.notes.map((one) =>
      line(`${one.id}  ${one.text}`, [
        one.type,
        one.userViewable && "user viewable",
        one.popup && "pop-up",
      ]),
    ),
  ],
  [
    "Blocks",
    user.blocks.map((one) => line(`${one.id}  ${one.code}`, [one.type, inactive(one), one.note])),
  ],
  ["Roles", user.roles.map((one) => line(one.code, [inactive(one)]))],
  ["Statistical categories", user.statistics],
  ["Proxies", user.proxies.map((one) => `${one.id}  ${userName(one)}`)],
  ["Proxy for", user.proxyFor.map((one) => `${one.id}  ${userName(one)}`)],
];
