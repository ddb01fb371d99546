import { z } from "zod";
import { database } from "#db/client.ts";
import { readMailSettings, saveMailSettings } from "#db/queries/mail.ts";
import { mailSecurity } from "#db/schema/index.ts";
import { handler } from "#lib/server/handler.ts";
import { mailSettingsBody } from "#app/(console)/mail-settings/schema.ts";

const answer = z.object({
  version: z.int(),
  host: z.string().nullable().describe("Null: nothing is sent, and mails are read in the outbox."),
  port: z.int(),
  security: z.enum(mailSecurity.enumValues),
  username: z.string().nullable(),
  sender: z.string().nullable(),
});

const read = () => database().transaction("lethe_web", readMailSettings);

export const GET = handler(
  {
    permission: "institution.write",
    summary: "Read how mails are sent",
    details: "The password is not among it: the worker reads it from LETHE_SMTP_PASSWORD.",
    answer,
  },
  read,
);

export const PUT = handler(
  {
    permission: "institution.write",
    summary: "Set how mails are sent",
    body: mailSettingsBody,
    answer,
    example: {
      body: {
        version: 1,
        host: "smtp.example.org",
        port: 587,
        security: "starttls",
        username: "lethe",
        sender: "library@example.org",
      },
    },
  },
  async ({ body, save }) => {
    await save((tx) => saveMailSettings(tx, body));
    return read();
  },
);
