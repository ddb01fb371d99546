import type { Connection } from "./connection.ts";

export interface Option {
  type: "string" | "boolean";
  /** What stands for the value in the help: N, NAME, YYYY-MM-DD. */
  placeholder?: string;
  about: string;
}
export type Options = Record<string, Option>;

export type Values<O extends Options> = {
  [Name in keyof O]?: O[Name]["type"] extends "boolean" ? boolean : string;
};

export interface Context<O extends Options = Options> {
  values: Values<O>;
  positionals: string[];
  asJson: boolean;
  terminal: Terminal;
  /** The migrated database; starts the embedded server when it is not running. */
  connect(): Promise<Connection>;
}

/** Where prose goes and answers come from, so that standard output holds the result alone. */
export interface Terminal {
  /** A line on standard error. */
  say(line: string): void;
  /** Whether a person sits at it. */
  attended: boolean;
  /** Null where nobody answers: no terminal, or the end of input. */
  ask(question: string): Promise<string | null>;
}

/** What a command prints on standard output: `json` with --json, else `text`. */
export interface Result {
  json: unknown;
  text: string;
  /** Done, but what was found is bad news: exit 1. */
  failed?: boolean;
}

export interface Command<O extends Options = Options> {
  name: string;
  summary: string;
  /** The command line after `npm run lethe --`, a line for each of several. */
  usage: string;
  examples: readonly string[];
  options: O;
  run(context: Context<O>): Promise<Result>;
}

/** Keeps the options' types for `run`. */
export const command = <const O extends Options>(definition: Command<O>): Command<O> => definition;

/** The command line itself makes no sense: exit 2. */
export class WrongUsage extends Error {
  override name = "WrongUsage";
}
