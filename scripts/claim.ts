import fs from "node:fs";
import path from "node:path";
import { dataFolder } from "#lib/data-folder.ts";
import { Refusal } from "#lib/refusal.ts";

/** One `npm start` per data folder: the first to stop would take the database away from the other. */
export function claimDataFolder(): { release(): void } {
  refuseClaimed();
  const file = claimFile();
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, `${process.pid}\n`);
  return { release: () => fs.rmSync(file, { force: true }) };
}

export function refuseClaimed() {
  const pid = claimant();
  if (!pid) return;
  throw new Refusal(
    `Lethe already runs here, as process ${pid}. Stop it first, or set LETHE_DATA to another folder.`,
  );
}

const claimFile = () => path.join(dataFolder(), "start.pid");

function claimant(): number | undefined {
  if (!fs.existsSync(claimFile())) return undefined;
  const pid = Number(fs.readFileSync(claimFile(), "utf8"));
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

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
