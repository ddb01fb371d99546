import { maintain as erase, type Maintained } from "#db/maintenance/maintain.ts";
import { formatCountOf } from "#lib/format.ts";
import { noOperands } from "./arguments.ts";
import { command } from "./command.ts";

export const maintain = command({
  name: "maintain",
  summary: "Erase what runs have removed from the database's files, and say what that waits for.",
  usage: "maintain",
  options: {},
  examples: ["maintain", "maintain --json"],

  async run({ positionals, connect }) {
    noOperands(positionals);
    const { url } = await connect();
    const done = await erase(url);
    return { json: done, text: told(done) };
  },
});

function told({ busy, rewritten, erased, recycled, waits }: Maintained): string {
  if (busy) return "Another maintenance is at work; nothing was done.";
  const lines = [
    rewritten.length > 0 && `Rewritten: ${rewritten.join(", ")}.`,
    erased > 0 && `Erased in tables and indexes: ${formatCountOf(erased, "run", "runs")}.`,
    recycled > 0 && `Gone from the server's log: ${formatCountOf(recycled, "run", "runs")}.`,
    ...waits.map((reason) => `Waits for ${reason}.`),
  ];
  return lines.filter((line) => line !== false).join("\n") || "There was nothing to erase.";
}
