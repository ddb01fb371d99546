import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const MEMORY = "/dev/shm";
const ROOM_BYTES = 4 * 2 ** 30;
const root = path.resolve(import.meta.dirname, "..");

/**
 * A folder in memory, for a server whose data nobody keeps, where there is room; else `onDisk`. A database
 * is a thousand files, which a disk takes ten times as long to make.
 */
export function memoryFolder(name: string, onDisk: string): string {
  if (!fs.existsSync(MEMORY)) return onDisk;
  const { bavail, bsize } = fs.statfsSync(MEMORY);
  if (bavail * bsize < ROOM_BYTES) return onDisk;
  const project = createHash("sha256").update(root).digest("hex").slice(0, 8);
  return path.join(MEMORY, `lethe-${project}-${name}`);
}

/** Gives the memory back. What is on disk is kept, and goes on faster next time. */
export function leaveMemory(folder: string): void {
  if (folder.startsWith(`${MEMORY}/`)) fs.rmSync(folder, { recursive: true, force: true });
}
