import { BadCell, code, identifier, moment, words, type CellType } from "../cells.ts";
import {
  BadElement,
  codesOf,
  day,
  flagOf,
  isRecord,
  listOf,
  textOf,
  type AlmaUser,
} from "./alma-values.ts";
import { bitOf } from "./said.ts";

/** One address, e-mail, note and so on, as the part `parts` of staging takes it up. */
export interface AlmaPart {
  kind: string;
  value: string;
  type?: string;
  types?: string[];
  preferred?: boolean;
  active?: boolean;
  /** Its last day. */
  expires?: string | undefined;
  user_viewable?: boolean;
  popup?: boolean;
  created?: string | undefined;
  note?: string;
}

interface Kind {
  kind: string;
  /** What a user with this list, be it empty, speaks of. */
  subject: string;
  /** The list's name in a user, or in its contact_info. */
  list: string;
  /** The field that an entry must have, be it empty. */
  field?: string;
  read: (entry: AlmaUser) => Omit<AlmaPart, "kind">;
}

/** The text of an entry's field, checked; "" when there is none. */
function checked(entry: AlmaUser, name: string, read: CellType): string {
  const text = textOf(entry, name);
  try {
    return text === "" ? "" : read(text);
  } catch (error) {
    if (error instanceof BadCell) throw new BadElement(name, error.message);
    throw error;
  }
}

const isActive = (entry: AlmaUser, name: string) =>
  textOf(entry, name).toUpperCase() !== "INACTIVE";

/** Addresses, e-mails and phones: several, of several types each, one preferred. */
const contact = (
  kind: string,
  field: string | undefined,
  valueOf: (entry: AlmaUser) => string,
): Kind => ({
  kind,
  subject: kind,
  list: kind,
  ...(field && { field }),
  read: (entry) => ({
    value: valueOf(entry),
    types: codesOf(entry, `${kind}_type`).map((type) => checked({ type }, "type", code)),
    preferred: flagOf(entry, "preferred"),
  }),
});

const inContactInfo: readonly Kind[] = [
  contact("address", undefined, addressOf),
  contact("email", "email_address", (entry) => checked(entry, "email_address", identifier)),
  contact("phone", "phone_number", (entry) => checked(entry, "phone_number", identifier)),
];

const inUser: readonly Kind[] = [
  {
    kind: "identifier",
    subject: "identifiers",
    list: "user_identifier",
    field: "value",
    read: (entry) => ({
      value: checked(entry, "value", identifier),
      type: identifierType(entry),
      active: isActive(entry, "status"),
    }),
  },
  {
    kind: "role",
    subject: "roles",
    list: "user_role",
    field: "role_type",
    read: (entry) => ({
      value: checked(entry, "role_type", code),
      active: isActive(entry, "status"),
      expires: momentIn(entry, "expiry_date"),
    }),
  },
  {
    kind: "block",
    subject: "block",
    list: "user_block",
    read: (entry) => ({
      value: checked(entry, "block_description", code) || checked(entry, "block_type", code),
      type: checked(entry, "block_type", code),
      active: isActive(entry, "block_status"),
      note: checked(entry, "block_note", words(100_000)),
    }),
  },
  {
    kind: "note",
    subject: "note",
    list: "user_note",
    field: "note_text",
    read: (entry) => ({
      value: checked(entry, "note_text", words(100_000)),
      type: checked(entry, "note_type", code),
      user_viewable: flagOf(entry, "user_viewable"),
      popup: flagOf(entry, "popup_note"),
      created: momentIn(entry, "created_date"),
    }),
  },
  {
    kind: "proxy",
    subject: "proxies",
    list: "proxy_for_user",
    field: "primary_id",
    read: (entry) => ({ value: checked(entry, "primary_id", identifier) }),
  },
];

/** A user's parts, and the subjects that it speaks of. An entry without a value says nothing. */
export function partsOf(user: AlmaUser): { parts: AlmaPart[]; said: number } {
  const contactInfo = isRecord(user.contact_info) ? user.contact_info : {};
  const inContact = partsIn(contactInfo, inContactInfo);
  const others = partsIn(user, inUser);
  return {
    parts: [...inContact.parts, ...others.parts].filter(({ value }) => value !== ""),
    said: inContact.said | others.said,
  };
}

function partsIn(fields: AlmaUser, kinds: readonly Kind[]): { parts: AlmaPart[]; said: number } {
  const parts: AlmaPart[] = [];
  let said = 0;
  for (const { kind, subject, list, field, read } of kinds) {
    if (!(list in fields)) continue;
    said |= bitOf(subject);
    for (const entry of listOf(fields, list)) {
      if (field !== undefined && !(field in entry))
        throw new BadElement(list, `An entry of ${list} has no ${field}.`);
      parts.push({ kind, ...read(entry) });
    }
  }
  return { parts, said };
}

function identifierType(entry: AlmaUser): string {
  const type = checked(entry, "id_type", code);
  if (type === "" && textOf(entry, "value") !== "")
    throw new BadElement("id_type", "An identifier has no id_type.");
  return type;
}

const momentIn = (entry: AlmaUser, field: string): string | undefined =>
  checked(entry, field, day(moment)) || undefined;

/** As on an envelope. */
function addressOf(entry: AlmaUser): string {
  const filled = (...names: string[]) =>
    names.map((name) => textOf(entry, name)).filter((text) => text !== "");
  const region = filled("state_province", "postal_code").join(" ");
  const town = [...filled("city"), region].filter((text) => text !== "").join(", ");
  const lines = [
    ...filled("line1", "line2", "line3", "line4", "line5"),
    town,
    ...filled("country"),
  ];
  const address = lines.filter((line) => line !== "").join("\n");
  return checked({ address }, "address", words(10_000));
}
