import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { takenFormats } from "#imports/formats.ts";
import { columnsOf } from "#imports/import-file.ts";
import { importFiles } from "#imports/import.ts";
import { freshLibrary } from "../imports/fresh-library.ts";

const folder = path.resolve("public", "examples");
const { url } = freshLibrary();

test("every example file is taken as it is, without a refused line or a warning", async () => {
  const { files } = await importFiles(url(), { paths: [folder] });
  expect(files.map(({ file }) => file)).toEqual(takenFormats.map((format) => `${format}.csv`));
  for (const { file, rejects, warnings, created, read } of files)
    expect({ file, rejects, warnings, created }).toEqual({
      file,
      rejects: [],
      warnings: undefined,
      created: read,
    });
});

test.each(takenFormats)("the example of %s has every column that there is", async (format) => {
  const [header] = (await readFile(path.join(folder, `${format}.csv`), "utf8")).split("\n");
  const known = columnsOf(format).map(({ name }) => name);
  expect(header?.split(",").sort()).toEqual(known.sort());
});
