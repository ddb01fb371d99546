import { fillDemo, usualDemo as usual } from "#db/demo/fill.ts";
import { formatCountOf } from "#lib/format.ts";
import { noOperands, wholeNumber } from "./arguments.ts";
import { command } from "./command.ts";

export const demo = command({
  name: "demo",
  summary: "Fill an empty database with a believable library and mark it as demo.",
  usage: "demo [--users N] [--loans N] [--seed S]",
  options: {
    users: { type: "string", placeholder: "N", about: `how many users (${usual.users})` },
    loans: { type: "string", placeholder: "N", about: `how many loans (${usual.loans})` },
    seed: { type: "string", placeholder: "S", about: `same seed, same data (${usual.seed})` },
  },
  examples: ["demo", "demo --users 5000 --loans 200000 --seed 7"],

  async run({ values, positionals, connect, terminal }) {
    noOperands(positionals);
    const wanted = {
      users: wholeNumber("users", values.users, { min: 1 }) ?? usual.users,
      loans: wholeNumber("loans", values.loans) ?? usual.loans,
      seed: wholeNumber("seed", values.seed) ?? usual.seed,
    };
    const { url } = await connect();
    terminal.say(
      `Filling in ${formatCountOf(wanted.users, "user", "users")} and ${formatCountOf(wanted.loans, "loan", "loans")} …`,
    );
    await fillDemo(url, { ...wanted, onProgress: (step) => terminal.say(`Making ${step} …`) });
    return { json: wanted, text: "The demo library is filled in." };
  },
});
