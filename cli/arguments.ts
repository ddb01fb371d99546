import { parseArgs } from "node:util";
import { calendarDay as day } from "#lib/calendar-day.ts";
import { suggestion } from "#lib/nearest.ts";
import { WrongUsage, type Command, type Options, type Values } from "./command.ts";

const everywhere = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export interface Parsed {
  values: Values<Options>;
  positionals: string[];
}

/** The options and operands of one command. */
export function parseArguments(command: Command, args: readonly string[]): Parsed {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...options, ...everywhere },
      allowPositionals: true,
    });
    return { values: values as Values<Options>, positionals };
  } catch (error) {
    throw new WrongUsage(explain(error, command));
  }
}

function explain(error: unknown, command: Command): string {
  if (!(error instanceof TypeError && "code" in error)) throw error;
  const unknown = /^Unknown option '(-[^']*)'/.exec(error.message)?.[1];
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && unknown) {
    const known = [...Object.keys(command.options), ...Object.keys(everywhere)];
    const near = suggestion(
      unknown,
      known.map((name) => `--${name}`),
    );
    return `${command.name} has no option ${unknown}.${near}`;
  }
  const [sentence = error.message] = error.message.split(/(?<=\.)\s|\n/);
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}

/** The one operand that a command takes. */
export function onlyOperand(positionals: readonly string[], wanted: string): string {
  const [operand, ...more] = positionals;
  if (operand === undefined) throw new WrongUsage(`Say ${wanted}.`);
  if (more.length > 0)
    throw new WrongUsage(`Say ${wanted}, and nothing after it: ${more.join(" ")}`);
  return operand;
}

export function noOperands(positionals: readonly string[]): void {
  if (positionals.length > 0) {
    throw new WrongUsage(`This command takes options only, not ${positionals.join(" ")}.`);
  }
}

/** A whole number of an option, or undefined when it is not given. */
export function wholeNumber(
  option: string,
  value: string | undefined,
  { min = 0, max = Number.MAX_SAFE_INTEGER } = {},
): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw new WrongUsage(
      `--${option} takes a whole number ${max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`}, not ${value || "nothing"}.`,
    );
  }
  return number;
}

/** One of a few words, or undefined when it is not given. What else was given is not repeated. */
export function choice<Word extends string>(
  option: string,
  words: readonly Word[],
  value: string | undefined,
): Word | undefined {
  const chosen = words.find((word) => word === value);
  if (value !== undefined && chosen === undefined) {
    throw new WrongUsage(
      `--${option} takes one of ${words.join(", ")}.${suggestion(value, words)}`,
    );
  }
  return chosen;
}

/** A run's number as operand. */
export function runNumber(operand: string): number {
  if (!/^\d{1,15}$/.test(operand)) {
    throw new WrongUsage(`A run has a number, not ${operand}. \`runs\` lists them.`);
  }
  return Number(operand);
}

const daySchema = day();

/** A calendar day as YYYY-MM-DD, or undefined when it is not given. */
export function calendarDay(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!daySchema.safeParse(value).success) {
    throw new WrongUsage(`--${option} takes a day as YYYY-MM-DD, not ${value || "nothing"}.`);
  }
  return value;
}
