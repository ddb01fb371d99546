import type { UserPartKind } from "#lib/user-parts.ts";
import type { PageHelp } from "./help.ts";
import { updateHelp } from "./run-a-job.ts";

export const generalHelp = {
  primaryId: {
    label: "Primary ID",
    help: "What the library knows the person by. No two users have the same.",
  },
  title: { label: "Title", help: "Such as Dr. or Prof." },
  lastName: { label: "Last name", help: "Lists of users are in its order." },
  firstName: { label: "First name", help: "Stands behind the last name in lists." },
  middleName: { label: "Middle name", help: "Stands behind the first name in lists." },
  preferredLanguage: updateHelp.preferredLanguage,
  birthDate: {
    label: "Birth date",
    help: "No job asks for it. A purge removes it, unless the policy keeps everything.",
  },
  gender: {
    label: "Gender",
    help: "As the library writes it. A purge removes it, unless the policy keeps everything.",
  },
  status: updateHelp.status,
  recordType: {
    label: "Record type",
    help: "Public for patrons. A purge job is about one type, or about a set.",
  },
  accountType: updateHelp.accountType,
  userGroup: updateHelp.userGroup,
  jobCategory: updateHelp.jobCategory,
  campus: updateHelp.campus,
  expiryDate: updateHelp.expiryDate,
  purgeDate: updateHelp.purgeDate,
} as const;

export const roleHelp = {
  label: "Role",
  help: "Its code, such as 200 for Patron. Any other active role makes somebody staff, whom a purge passes over.",
};

export const contactHelp = {
  types: { label: "Types", help: "Such as home, work; set apart by commas." },
  preferred: {
    label: "Preferred",
    help: "The one to write to first. The others of its kind are preferred no more.",
  },
} as const;

/** The fields of what an account may have several of, by its kind. */
export const partHelp = {
  email: {
    email: { label: "E-mail address", help: "Letters by e-mail go here." },
    ...contactHelp,
  },
  phone: {
    phone: { label: "Phone number", help: "As it is dialled, in any notation." },
    ...contactHelp,
  },
  address: { address: { label: "Address", help: "As on an envelope." }, ...contactHelp },
  identifier: {
    type: { label: "Type", help: "Such as BARCODE or INST_ID." },
    value: { label: "Identifier", help: "Found whole by the search on Manage Users." },
    active: {
      label: "Active",
      help: "Of one type no two users have the same active identifier.",
    },
  },
  note: {
    text: {
      label: "Note",
      help: "About the person alone. A purge removes it, unless the policy keeps everything.",
    },
    type: { label: "Type", help: "As the library sorts its notes; blank for none." },
    userViewable: { label: "The user may see it", help: "Untick it for what is for staff only." },
    popup: { label: "Pop-up", help: "For the library system: shown when the account is opened." },
  },
  block: {
    code: { label: "Block", help: "What it is called. Searches and jobs find it by this." },
    type: { label: "Type", help: "As the library sorts its blocks; blank for none." },
    active: { label: "Active", help: "An inactive block stays, and holds nobody back." },
    note: { label: "Note", help: "Why the block is there, for colleagues." },
  },
} as const satisfies Record<UserPartKind, PageHelp["fields"]>;

export const categoryHelp = {
  label: "Statistical category",
  help: "One of those that exist already. Past records keep the categories they have.",
};

export const proxyHelp = {
  label: "Primary ID of the proxy",
  help: "Another user of the library. Both accounts show it.",
};

const tab = (title: string, lead: string, fields: PageHelp["fields"]): PageHelp => ({
  href: "/users",
  opensFromRow: true,
  title: `User Details: ${title}`,
  lead,
  fields,
});

/** The tabs that have something to enter, as Help tells of them. */
export const userDetailsPages = [
  tab("General", "Who the person is, and what the account is worth.", {
    ...generalHelp,
    role: roleHelp,
  }),
  tab("Contact: e-mail", "An e-mail address, and what it is for.", partHelp.email),
  tab("Contact: phone", "A phone number, and what it is for.", partHelp.phone),
  tab("Contact: address", "A postal address, and what it is for.", partHelp.address),
  tab("Identifiers", "Barcodes and other numbers that mean the person.", partHelp.identifier),
  tab("Notes", "What staff wrote about the account.", partHelp.note),
  tab("Blocks", "What the person may not do.", partHelp.block),
  tab("Statistics", "What the user's next loans and requests count under.", {
    category: categoryHelp,
  }),
  tab("Proxies", "Who may act for the user.", { proxy: proxyHelp }),
];
