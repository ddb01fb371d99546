import { setupLink } from "#lib/server/setup-link.ts";

/** Prints where Lethe is and, until somebody can sign in, a one-time link for the first account. */
export async function welcome(databaseUrl: string, address: string, end: string): Promise<void> {
  const link = await setupLink(databaseUrl, address);
  const rule = "─".repeat(Math.max(48, (link ?? address).length));
  console.log(`
  ${rule}
  Lethe runs. ${link ? "Open this link: it makes the first staff account, and works once." : "Open it and sign in with your staff account."}

  ${link ?? address}

  ${link ? `Afterwards it is at ${address}. ` : ""}${end}
  ${rule}
`);
}
