import { updateNames } from "#lib/update-fields.ts";
import type { PageHelp, ScreenHelp } from "./help.ts";

const parameters = {
  status: "Active, or Inactive: an inactive user stays and can be made active again.",
  expiryDate: "Until when the account is valid; rules may count days from it.",
  purgeDate: "From when a purge may take the user. Without one nobody is ever purged.",
  userGroup: "For what happens from now on; past records keep the group they happened under.",
  jobCategory: "What the person does, as the library sorts it.",
  campus: "Where the person belongs.",
  preferredLanguage:
    "The account's preferred language. The letter of a run is one text for all, whatever stands here.",
  accountType: "Internal accounts are kept in the library, external ones come from elsewhere.",
  addBlock:
    "Nothing happens to whoever has this block, if it is active; an inactive one stays, and an active one comes beside it.",
  removeBlock: "Nothing happens to whoever does not have it.",
  addNote: "Nothing happens to whoever has this very note already.",
  removeNotes:
    "What they say is kept nowhere. An import brings whoever had one removed no note of this type back, unless the file says that it was made since.",
  addCategory: "For what happens from now on; past records keep the categories they have.",
  removeCategory: "Past records keep the categories they happened under.",
  notify:
    "A letter of the type User Notifications, by e-mail: it stands on Attachments and waits in the outbox.",
} as const satisfies Record<keyof typeof updateNames, string>;

/** The tick boxes of the wizard. */
export const updateHelp = Object.fromEntries(
  Object.entries(parameters).map(([name, help]) => [
    name,
    { label: updateNames[name as keyof typeof updateNames], help },
  ]),
) as Record<keyof typeof updateNames, { label: string; help: string }>;

export const updateUsersHelp = {
  href: "/run-a-job/update-users",
  title: "Update/Notify Users",
  lead: "Changes or notifies the members of a set. Nothing is changed before you have seen a preview and confirmed it. A run that removes notes or a block leaves users on legal hold as they are, whatever else it changes.",
  fields: updateHelp,
  irreversible: {
    run: {
      label: "Update … users",
      help: "What stood there before is kept nowhere. The run can be paused and aborted between batches; what is done by then stays done.",
    },
  },
} as const satisfies PageHelp;

export const runAJobHelp = {
  href: "/run-a-job",
  title: "Run a Job",
  path: ["Admin", "Manage Jobs and Sets"],
  lead: "Choose what to run. Nothing is changed before you have seen a preview and confirmed it.",
  permission: "users.read",
  pages: [updateUsersHelp],
} as const satisfies ScreenHelp;
