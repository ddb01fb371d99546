import { sqlState } from "#db/errors.ts";

/**
 * One sentence for what may go wrong with a database, without its password; undefined when the error
 * is something else, which makes it a bug.
 */
export function databaseProblem(
  error: unknown,
  address = process.env.DATABASE_URL,
): string | undefined {
  const { server, login, name } = parts(address);
  const code = sqlState(error);
  const sentences: Record<string, string> = {
    ECONNREFUSED: `No database server answers at ${server}.`,
    ENOTFOUND: `No server has the name ${server}.`,
    EAI_AGAIN: `The name ${server} could not be looked up.`,
    ETIMEDOUT: `The database server at ${server} does not answer.`,
    EHOSTUNREACH: `The database server at ${server} cannot be reached.`,
    ENETUNREACH: `The database server at ${server} cannot be reached.`,
    ENOENT: `No database server answers at ${server}.`,
    ECONNRESET: `The database server at ${server} ended the connection.`,
    EPIPE: `The database server at ${server} ended the connection.`,
    "08006": `The database server at ${server} did not answer, or ended the connection.`,
    "28P01": `The database server at ${server} refuses the login ${login}: the name or the password is wrong.`,
    "28000": `The database server at ${server} does not let the login ${login} in.`,
    "3D000": `There is no database ${name} at ${server}.`,
    "42501": `The login ${login} does not have the rights that this needs (${innermost(error).message}). Run migrate as the owner of the database, or see doctor.`,
    "53300": `The database server at ${server} has no connection left.`,
    "53100": `The disk of the database server at ${server} is full.`,
    "55P03": "Somebody else holds what this needs. Nothing was changed; try again in a moment.",
    "57014": "The database gave up, because this took too long. Nothing was changed.",
    "57P01": `The database server at ${server} is being stopped.`,
    "57P02": `The database server at ${server} has crashed and restarts.`,
    "57P03": `The database server at ${server} is starting or stopping. Try again in a moment.`,
    "25006": `The database at ${server} is read-only: a standby, or set so.`,
  };
  if (code in sentences) return sentences[code];
  const message = innermost(error).message;
  if (/SSL|certificate|self-signed/i.test(message)) {
    return `The database server at ${server} and this address do not agree on encryption: ${message}.`;
  }
  return undefined;
}

/** What to say of a bug: never a query's parameters, which may hold a patron. */
export function describeBug(error: unknown): string {
  const cause = innermost(error);
  const frames = (cause.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const code = sqlState(error);
  // What PostgreSQL says of a value quotes the value.
  const what = /^(22|23)/.test(code) ? "the database refused a value" : cause.message;
  return [
    `Lethe met something that it did not expect: ${what}${code ? ` (${code})` : ""}`,
    ...frames.slice(0, 8),
  ].join("\n");
}

function innermost(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error)
    return innermost(error.errors[0]);
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? innermost(error.cause) : error;
}

function parts(address: string | undefined) {
  const url = address && URL.canParse(address) ? new URL(address) : undefined;
  const host = url?.searchParams.get("host") ?? url?.hostname;
  return {
    server: host ? `${host}${url?.port ? `:${url.port}` : ""}` : "this machine",
    login: decode(url?.username) || "of Lethe",
    name: decode(url?.pathname.slice(1)) || "of that name",
  };
}

function decode(text = ""): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
