import fs from "node:fs";
import path from "node:path";
import { Refusal } from "#lib/refusal.ts";
import { runningStart, startFile } from "#lib/running-start.ts";

/** One `npm start` per data folder: the first to stop would take the database away from the other. */
export function claimDataFolder(): { release(): void } {
  refuseClaimed();
  const file = startFile();
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, `${process.pid}\n`);
  return { release: () => fs.rmSync(file, { force: true }) };
}

export function refuseClaimed() {
  const pid = runningStart();
  if (!pid) return;
  throw new Refusal(
    `Lethe already runs here, as process ${pid}. Stop it first, or set LETHE_DATA to another folder.`,
  );
}
