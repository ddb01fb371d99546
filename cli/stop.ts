import { stopEmbedded } from "#db/embedded.ts";
import { dataFolder } from "#lib/data-folder.ts";
import { Refusal } from "#lib/refusal.ts";
import { runningStart } from "#lib/running-start.ts";
import { noOperands } from "./arguments.ts";
import { command } from "./command.ts";

export const stop = command({
  name: "stop",
  summary: "End the embedded database.",
  usage: "stop",
  options: {},
  examples: ["stop"],

  async run({ positionals }) {
    noOperands(positionals);
    if (process.env.DATABASE_URL) {
      throw new Refusal(
        "DATABASE_URL names a database that Lethe did not start and does not stop.",
      );
    }
    const pid = runningStart();
    if (pid) {
      throw new Refusal(
        `npm start runs here, as process ${pid}, and would start the database again. End that instead: Ctrl-C where it runs, or \`kill ${pid}\`.`,
      );
    }
    const stopped = await stopEmbedded(dataFolder());
    return {
      json: { stopped },
      text: stopped ? "The embedded database has ended." : "The embedded database was not running.",
    };
  },
});
