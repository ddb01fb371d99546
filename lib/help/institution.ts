import type { ScreenHelp } from "./help.ts";

export const institutionHelp = {
  href: "/institution",
  title: "Institution",
  path: ["Configuration"],
  lead: "The library's name, the zone its days are counted in, and its currency.",
  permission: "institution.write",
  fields: {
    name: { label: "Name", help: "Stands above the menu, and in mails about runs." },
    timeZone: {
      label: "Time zone",
      help: "Calendar days everywhere are days in this zone. A change derives the days of all linked records anew, and is refused while a run is active; anonymized records keep their days.",
    },
    currency: {
      label: "Currency",
      help: "Three letters of ISO 4217. Amounts are shown in it; nothing is converted.",
    },
  },
} as const satisfies ScreenHelp;

export const mailHelp = {
  href: "/mail-settings",
  title: "Mail Settings",
  menu: "Mail",
  path: ["Configuration"],
  lead: "How staff who subscribed to a job are told that a run has ended. A mail holds numbers, never a patron.",
  permission: "institution.write",
  fields: {
    host: {
      label: "Mail server (SMTP)",
      help: "Blank: nothing is sent, and mails are read on Monitor Jobs > Outbox.",
    },
    port: { label: "Port", help: "587 with STARTTLS, 465 with TLS from the start, as a rule." },
    security: {
      label: "Security",
      help: "How the way to the mail server is protected. None suits only a network of your own, and no password is sent over it.",
    },
    username: {
      label: "User name",
      help: "Blank where the server asks for none. The password is read by the worker from LETHE_SMTP_PASSWORD and never stored in the database.",
    },
    sender: { label: "Sender", help: "The address that mails come from, and answers go to." },
  },
} as const satisfies ScreenHelp;
