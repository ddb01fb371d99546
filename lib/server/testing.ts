import { generateKeyPairSync } from "node:crypto";
import type { Tx } from "#db/client.ts";
import { database } from "#db/client.ts";
import { addStaff, setStaffPassword } from "#db/queries/staff.ts";
import type { StaffRole } from "#lib/permissions.ts";
import { hashPassword } from "better-auth/crypto";
import { testDatabase } from "../../test/database.ts";
import { signIn } from "./sign-in.ts";

export const password = "a long enough password";
const host = "localhost:3000";

/** What a browser sends with a form of our own page. */
export const ownPage = (more: Record<string, string> = {}) =>
  new Headers({ host, origin: `http://${host}`, "sec-fetch-site": "same-origin", ...more });

/** Points this process at a new database, by the addresses that a web server knows; end it in `afterAll`. */
export async function ownDatabase() {
  const own = await testDatabase();
  process.env.LETHE_WEB_URL = own.url;
  process.env.LETHE_STATISTICS_URL = own.url;
  delete process.env.DATABASE_URL;
  process.env.LETHE_AUTH_SECRET = "a secret of the tests, long enough to be one";
  process.env.LETHE_CERTIFICATE_KEY = newCertificateKey();
  return {
    ...own,
    async end() {
      await database().end();
      await own.drop();
    },
  };
}

/** As LETHE_CERTIFICATE_KEY takes it. */
export const newCertificateKey = () =>
  generateKeyPairSync("ed25519")
    .privateKey.export({ type: "pkcs8", format: "der" })
    .toString("base64");

export const asWeb = <T>(work: (tx: Tx) => Promise<T>) => database().transaction("lethe_web", work);

/** An account that can sign in; its id. */
export const makeStaff = (email: string, ...roles: StaffRole[]) =>
  hashPassword(password).then((hash) =>
    asWeb(async (tx) => {
      const { id } = await addStaff(tx, { name: email, email, roles });
      await setStaffPassword(tx, id, hash);
      return id;
    }),
  );

/** Headers of an own page with the cookie of a new session. */
export async function signedIn(email: string): Promise<Headers> {
  const answer = await signIn({ email, password }, ownPage());
  if ("message" in answer) throw new Error(answer.message);
  return ownPage({ cookie: answer.setCookie.map((line) => line.split(";")[0]).join("; ") });
}

/** What the staff screen knows of an account. */
export async function known(id: string): Promise<{ staffId: string; version: number }> {
  const { listStaff } = await import("#db/queries/staff-list.ts");
  const row = (await asWeb(listStaff)).find((person) => person.id === id);
  if (!row) throw new Error(`no staff ${id}`);
  return { staffId: id, version: row.version };
}
