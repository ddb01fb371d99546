import { suggestion } from "#lib/nearest.ts";
import { WrongUsage, type Context, type Options, type Result } from "./command.ts";

/** One of the things that a command does, by the word behind its name. */
export interface Verb<O extends Options> {
  /** The options that it knows. */
  takes: readonly (keyof O & string)[];
  run(context: Context<O>): Promise<Result>;
}

/** Does what the first word says; the others are its operands. No word is repeated: it may name a patron. */
export function runVerb<O extends Options>(
  name: string,
  verbs: Record<string, Verb<O>>,
  context: Context<O>,
): Promise<Result> {
  const [word = "", ...positionals] = context.positionals;
  const known = Object.keys(verbs);
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (!verb) {
    const near = word === "" ? "" : suggestion(word, known);
    throw new WrongUsage(`Say ${name} and what to do: ${known.join(", ")}.${near}`);
  }
  const foreign = Object.keys(context.values).find(
    (option) => option !== "json" && !verb.takes.some((taken) => taken === option),
  );
  if (foreign) throw new WrongUsage(`${name} ${word} has no option --${foreign}.`);
  return verb.run({ ...context, positionals });
}
