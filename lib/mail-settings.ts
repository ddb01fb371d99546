import { z } from "zod";

export const mailSecurities = ["none", "starttls", "tls"] as const;

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

/** Null for what is not set. The password is never here: the worker reads it from its environment. */
export const mailSettingsFields = {
  host: z
    .string()
    .max(255, hostText)
    .regex(/^[A-Za-z0-9.:-]+$/, hostText)
    .nullable(),
  port: z.coerce.number(portText).int(portText).min(1, portText).max(65_535, portText),
  security: z.enum(mailSecurities, "Choose how the connection is secured."),
  username: z.string().min(1).max(255, "A user name has at most 255 characters.").nullable(),
  sender: emailAddress.nullable(),
};

export const needsSender = "A mail needs a sender.";
export const hasSender = ({ host, sender }: { host: string | null; sender: string | null }) =>
  host === null || sender !== null;

export type MailFields = z.output<z.ZodObject<typeof mailSettingsFields>>;
