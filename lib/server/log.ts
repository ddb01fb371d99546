import { randomBytes } from "node:crypto";
import pino from "pino";

export const log = pino({ name: "web", level: process.env.LETHE_LOG_LEVEL ?? "info" });

/** By which a line of the log is found again from what a person saw. */
export const newLogId = (): string => randomBytes(4).toString("hex");
export const isLogId = (text: string): boolean => /^[0-9a-f]{8}$/.test(text);

interface LoggedError {
  name: string;
  message?: string;
  code?: string;
  constraint?: string;
  table?: string;
  query?: string;
  stack?: string;
  cause?: LoggedError;
}

/**
 * An error with its causes, without a value that was bound to a query: Drizzle writes parameters and
 * PostgreSQL quotes values into messages and details, and values are people.
 */
export function withoutValues(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const fromDatabase = "severity" in error;
  const fromDrizzle = "query" in error && "params" in error;
  return {
    name: error.name,
    message: fromDatabase || fromDrizzle ? undefined : error.message,
    query: fromDrizzle ? String(error.query) : undefined,
    code: text(error, "code"),
    constraint: text(error, "constraint"),
    table: text(error, "table"),
    stack: framesOf(error),
    cause: error.cause === undefined ? undefined : withoutValues(error.cause),
  };
}

/** The first lines of a stack repeat the message. */
const framesOf = (error: Error) =>
  error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");

function text(error: Error, key: string): string | undefined {
  const value: unknown = Object.entries(error).find(([name]) => name === key)?.[1];
  return typeof value === "string" ? value : undefined;
}

export const logError = (message: string, error: unknown, about: Record<string, unknown> = {}) =>
  log.error({ ...about, error: withoutValues(error) }, message);
