import { z } from "zod";
import { mailSecurity } from "#db/schema/index.ts";

const hostText = "Enter a host name, such as smtp.example.org.";
const portText = "Enter a port, from 1 to 65535.";
const emailText = "Enter an e-mail address, such as library@example.org.";

/** An address that mails go to or come from; the same in capitals is the same. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, emailText)
  .pipe(z.email(emailText));

/** Settings as a script sends them: null for what is not set. */
export const mailSettingsFields = {
  host: z
    .string()
    .max(255, hostText)
    .regex(/^[A-Za-z0-9.:-]+$/, hostText)
    .nullable(),
  port: z.coerce.number(portText).int(portText).min(1, portText).max(65_535, portText),
  security: z.enum(mailSecurity.enumValues, "Choose how the connection is secured."),
  username: z.string().min(1).max(255, "A user name has at most 255 characters.").nullable(),
  sender: emailAddress.nullable(),
};

const needsSender = { path: ["sender"], message: "A mail needs a sender." };
const hasSender = ({ host, sender }: { host: string | null; sender: string | null }) =>
  host === null || sender !== null;

const blankIsNull = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text) => (typeof text === "string" && text.trim() === "" ? null : text), schema);

export const mailSettingsForm = z
  .object({
    ...mailSettingsFields,
    version: z.coerce.number().int(),
    host: blankIsNull(mailSettingsFields.host),
    username: blankIsNull(mailSettingsFields.username),
    sender: blankIsNull(mailSettingsFields.sender),
  })
  .refine(hasSender, needsSender);

export const mailSettingsBody = z
  .strictObject({ version: z.int("version is the number that was read."), ...mailSettingsFields })
  .refine(hasSender, needsSender);
