import fs from "node:fs";
import path from "node:path";
import { dataFolder } from "./data-folder.ts";
import { isAlive } from "./is-alive.ts";

/** Where `npm start` notes that it looks after the data folder. */
export const startFile = () => path.join(dataFolder(), "start.pid");

/** The process of another `npm start` that looks after the data folder. */
export function runningStart(): number | undefined {
  if (!fs.existsSync(startFile())) return undefined;
  const pid = Number(fs.readFileSync(startFile(), "utf8"));
  return pid !== process.pid && isLethe(pid) ? pid : undefined;
}

/** A process id that was given to another program since does not count. */
function isLethe(pid: number): boolean {
  if (process.platform !== "linux") return isAlive(pid);
  try {
    return /\0.*(start|e2e-server)\.mjs/.test(fs.readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  } catch {
    return false;
  }
}
