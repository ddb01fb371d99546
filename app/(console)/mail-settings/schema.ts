import { z } from "zod";
import { hasSender, mailSettingsFields, needsSender } from "#lib/mail-settings.ts";

const senderMissing = { path: ["sender"], message: needsSender };

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
  .refine(hasSender, senderMissing);

export const mailSettingsBody = z
  .strictObject({ version: z.int("version is the number that was read."), ...mailSettingsFields })
  .refine(hasSender, senderMissing);
