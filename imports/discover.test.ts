import path from "node:path";
import { describe, expect, test } from "vitest";
import { freshFolder } from "../test/fresh-folder.ts";
import { zip } from "../test/zip.ts";
import { discover } from "./discover.ts";

const { folder, put, archive } = freshFolder();

async function found(...paths: string[]): Promise<string[]> {
  return (await discover(paths)).map(({ file, format, shape }) => `${file} ${format} ${shape}`);
}

describe("what is imported", () => {
  test("a folder's files and those of its archives, users first and each format by name", async () => {
    for (const name of ["loans.csv", "Users-2.XML.GZ", "users-1.json", "readme.txt", ".users.csv"])
      await put(name);
    await put("old.csv/users.csv");
    await put(
      "a.zip",
      zip([
        { name: "deep/loans-2026.csv.gz", content: "" },
        { name: "deep/", content: "" },
        { name: "users.csv", content: "" },
        { name: "__MACOSX/._users.csv", content: "x" },
        { name: "notes.txt", content: "x" },
      ]),
    );
    expect(await found(folder())).toEqual([
      "a.zip/users.csv users csv",
      "users-1.json users json",
      "Users-2.XML.GZ users xml",
      "a.zip/deep/loans-2026.csv.gz loans csv",
      "loans.csv loans csv",
    ]);
  });

  test("what is passed over is named, where it lies and of many the first", async () => {
    await put("users.csv");
    await put("loans.xlsx");
    await put("sub/fees.csv");
    await put(".hidden");
    await put(
      "z.zip",
      zip([
        { name: "requests.csv", content: "" },
        ...Array.from({ length: 8 }, (_, n) => ({ name: `loans-${n}.txt`, content: "" })),
      ]),
    );
    const files = await discover([folder()]);
    expect(files.map(({ file, remarks }) => [file, remarks])).toEqual([
      [
        "users.csv",
        [
          "Passed over in the folder, which holds more than CSV, XML, JSON and zip files: loans.xlsx and sub/.",
        ],
      ],
      [
        "z.zip/requests.csv",
        [
          "Passed over in z.zip, which holds more than CSV, XML and JSON files: loans-0.txt, loans-1.txt, loans-2.txt, loans-3.txt, loans-4.txt and 3 more.",
        ],
      ],
    ]);
  });

  test("an Excel workbook that is called a zip is told from one", async () => {
    const file = await put(
      "users.zip",
      zip([
        { name: "[Content_Types].xml", content: "" },
        { name: "xl/workbook.xml", content: "" },
      ]),
    );
    await expect(found(file)).rejects.toThrow(
      "users.zip is an Excel workbook. Save its sheet as CSV UTF-8.",
    );
  });

  test("files that are named keep their order within a format", async () => {
    const [loans, second, first] = [
      await put("loans.csv"),
      await put("users-b.csv"),
      await put("users-a.csv"),
    ];
    expect(await found(loans, second, first)).toEqual([
      "users-b.csv users csv",
      "users-a.csv users csv",
      "loans.csv loans csv",
    ]);
  });

  test("XML and JSON are users, whatever they are called", async () => {
    expect(await found(await put("20261101.xml"), await put("export.json.gz"))).toEqual([
      "20261101.xml users xml",
      "export.json.gz users json",
    ]);
  });

  test.each([
    ["loans.xml", '"loans.xml" is not taken: users alone come as XML or JSON; loans come as CSV.'],
    ["stuff.csv", 'What "stuff.csv" holds is not told by its name.'],
    ["none.csv", "There is no file or folder"],
  ])("%s is refused in a sentence", async (name, sentence) => {
    if (name !== "none.csv") await put(name);
    await expect(discover([path.join(folder(), name)])).rejects.toThrow(sentence);
  });

  test("a file of an archive that does not tell what it holds says what helps, where it is chosen too", async () => {
    const file = await archive({ name: "2026/stuff.csv", content: "a" });
    await expect(found(file)).rejects.toThrow(
      'What "stuff.csv" holds is not told by its name. Name it after that, such as users.csv or loans-2026.csv;',
    );
  });

  test("a folder or archive without any is refused by name", async () => {
    await put("readme.txt");
    await expect(discover([folder()])).rejects.toThrow("holds no CSV, XML, JSON or zip file.");
    await expect(discover([await archive({ name: "a.txt", content: "a" })])).rejects.toThrow(
      "library.zip holds no CSV, XML or JSON file.",
    );
  });
});
