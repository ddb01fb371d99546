// Stands before tsx on a worker's command line, so that it edits what was written, not what tsx made of it.
import { register } from "node:module";
import { MessageChannel } from "node:worker_threads";

/** @type {{ edits?: { module: string; from: string; to: string }[] }} */
const { edits = [] } = JSON.parse(process.env.LETHE_FAULTS ?? "{}");
const { port1, port2 } = new MessageChannel();
/** @type {string[]} */
const made = [];
port1.on("message", (from) => made.push(from));
port1.unref();
register("./edit-on-load.mjs", import.meta.url, {
  data: { edits, port: port2 },
  transferList: [port2],
});

// The worker says "ready" when all of it is loaded. A string that was not there exactly once ends it: a
// plant that is not planted proves nothing.
const send = process.send?.bind(process);
if (send)
  process.send = (message, ...rest) => {
    if (
      message === "ready" &&
      (made.length !== edits.length || new Set(made).size !== made.length)
    ) {
      console.error(
        `${edits.length} edits are to be made, ${made.length} were: ${made.join(" | ")}`,
      );
      process.exit(70);
    }
    // @ts-expect-error -- passed on as it came
    return send(message, ...rest);
  };
