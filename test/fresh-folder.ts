import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { zip, type Packed } from "./zip.ts";

/** A folder of its own for each test of the file that calls this. */
export function freshFolder() {
  let base: string;
  let folder: string;
  beforeAll(async () => {
    base = await mkdtemp(path.join(tmpdir(), "lethe folder "));
  });
  afterAll(() => rm(base, { recursive: true, force: true }));
  beforeEach(async () => {
    folder = await mkdtemp(path.join(base, "folder-"));
  });

  async function put(name: string, content: string | Buffer = ""): Promise<string> {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  return {
    folder: () => folder,
    /** Writes a file of this name, and returns its path. */
    put,
    archive: (...files: Packed[]) => put("library.zip", zip(files)),
  };
}
