import { noOperands } from "./arguments.ts";
import { command } from "./command.ts";

export const databaseUrl = command({
  name: "database-url",
  summary:
    "Print an address of the database that answers, for a SQL client. It holds the password.",
  usage: "database-url",
  options: {},
  examples: ["database-url"],

  async run({ positionals, connect }) {
    noOperands(positionals);
    const { url } = await connect();
    return { json: { url }, text: url };
  },
});
