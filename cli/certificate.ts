import { createPublicKey, type KeyObject } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { listCertificateKeys } from "#db/queries/certificates.ts";
import { beginNewKey } from "#jobs/certificate-key.ts";
import { certify } from "#jobs/certify.ts";
import { readEnvelope, signedWith, verified } from "#lib/certificate.ts";
import { Refusal } from "#lib/refusal.ts";
import { noOperands, onlyOperand, runNumber } from "./arguments.ts";
import { statementPage } from "./certificate-page.ts";
import { command, type Context, type Result } from "./command.ts";
import { readText, writeWhole } from "./files.ts";
import { save } from "./save.ts";
import { runVerb } from "./verbs.ts";

const options = {
  to: { type: "string", placeholder: "FILE", about: "issue: write the certificate into this file" },
  key: {
    type: "string",
    placeholder: "FILE",
    about: "verify: with the public key (PEM) of this file, without a database",
  },
} as const;

type Asked = Context<typeof options>;

export const certificate = command({
  name: "certificate",
  summary: "Sign what a run erased, for whoever has to keep that; verify what was signed.",
  usage: [
    "certificate issue RUN [--to FILE]",
    "certificate verify FILE [--key FILE]",
    "certificate key",
    "certificate new-key",
  ].join("\n"),
  options,
  examples: [
    "certificate issue 12 --to run-12-certificate.json",
    "certificate verify run-12-certificate.json",
    "certificate verify run-12-certificate.json --key library.pem",
    "certificate key",
  ],

  run: (context) =>
    runVerb(
      "certificate",
      {
        issue: { takes: ["to"], run: issue },
        verify: { takes: ["key"], run: verify },
        key: { takes: [], run: showKey },
        "new-key": { takes: [], run: newKey },
      },
      context,
    ),
});

async function issue({ positionals, values: { to: file }, connect }: Asked): Promise<Result> {
  const id = runNumber(onlyOperand(positionals, "one run"));
  const connection = await connect();
  const signedNow = async () => (await save(connection, (tx) => certify(tx, id))).certificate;
  if (file === undefined) {
    const json = await signedNow();
    return { json, text: JSON.stringify(json, null, 2) };
  }
  const json = await writeWhole(file, async (to) => {
    const signed = await signedNow();
    await pipeline([`${JSON.stringify(signed, null, 2)}\n`], to);
    return signed;
  });
  return { json, text: `Signed with key ${signedWith(json)}, in ${file}.` };
}

async function verify(asked: Asked): Promise<Result> {
  const file = onlyOperand(asked.positionals, "which file to verify");
  const envelope = readEnvelope(await readText(file));
  const key = await keyFor(signedWith(envelope), asked);
  const statement = verified(envelope, key);
  return { json: statement, text: statementPage(statement, signedWith(envelope)) };
}

async function keyFor(keyid: string, { values, connect }: Asked): Promise<KeyObject> {
  if (values.key !== undefined) return publicKey(await readText(values.key), values.key);
  const { db } = await connect();
  const known = await db.transaction("lethe_web", listCertificateKeys);
  const found = known.find((one) => one.keyid === keyid);
  if (found) return createPublicKey(found.publicKey);
  throw new Refusal(
    `It says that it was signed with key ${keyid}, which this database does not know. If the library gave you its public key, name that: --key FILE.`,
  );
}

function publicKey(text: string, file: string): KeyObject {
  try {
    return createPublicKey(text);
  } catch (error) {
    throw new Refusal(`${file} holds no public key in PEM.`, { cause: error });
  }
}

async function showKey({ positionals, connect }: Asked): Promise<Result> {
  noOperands(positionals);
  const { db } = await connect();
  const keys = await db.transaction("lethe_web", listCertificateKeys);
  const [newest] = keys;
  if (!newest) {
    throw new Refusal(
      "No certificate was signed here yet. The key is made with the first one, or now: lethe certificate new-key",
    );
  }
  return { json: { keys }, text: newest.publicKey };
}

async function newKey({ positionals, connect }: Asked): Promise<Result> {
  noOperands(positionals);
  const { keyid } = await save(await connect(), beginNewKey);
  return {
    json: { keyid },
    text: `Certificates are signed with key ${keyid} from now on. What older keys signed is verified as before.`,
  };
}
