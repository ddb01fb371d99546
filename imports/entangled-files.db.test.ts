import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { inXml, proxyFor, user } from "../test/alma-xml.ts";
import { freshLibrary } from "./fresh-library.ts";
import { importFiles } from "./import.ts";

const { url, value } = freshLibrary();

async function importFolder(files: Record<string, string>) {
  const folder = await mkdtemp(path.join(process.env.LETHE_DATA!, "files-"));
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), content);
  return (await importFiles(url(), { paths: [folder] })).files;
}

const table = (header: string, ...lines: string[]) => [header, ...lines, ""].join("\n");
const loans = (patron: string) =>
  table(
    "loan_id,primary_id,item_barcode,library,loan_date",
    `L1,${patron},I1,MAIN,2026-01-01`,
    "L2,anna,I2,MAIN,2026-01-01",
  );
const fees = (loan: string) =>
  table(
    "fee_id,primary_id,type,status,library,original_amount,created,loan_id",
    `F1,anna,LOST,active,MAIN,5,2026-01-02,${loan}`,
  );
const transactions = table(
  "fee_id,transaction_id,type,amount,created",
  "F1,T1,payment,1,2026-01-03",
);

test("what names a line that was refused is refused with it, file after file, and the rest is taken", async () => {
  const files = {
    "loans.csv": loans("boris"),
    "fees.csv": fees("L1"),
    "fee_transactions.csv": transactions,
  };
  const first = await importFolder({ "users.csv": "primary_id\nanna\n", ...files });
  expect(
    first.map(({ created, rejects }) => [created, rejects.map(({ reason }) => reason)]),
  ).toEqual([
    [1, []],
    [1, ["No user has this primary ID."]],
    [0, ["No loan has this number."]],
    [0, ["No fee has this number."]],
  ]);
  const mended = await importFolder({ ...files, "loans.csv": loans("anna") });
  expect(mended.map(({ created, rejected }) => [created, rejected])).toEqual([
    [1, 0],
    [1, 0],
    [1, 0],
  ]);
});

test("two files whose users act for each other need a second import, and say so", async () => {
  const files = {
    "users-1.xml": inXml(user("anna", proxyFor("boris"))),
    "users-2.xml": inXml(user("boris", proxyFor("anna"))),
  };
  const first = await importFolder(files);
  expect(first.map(({ warnings }) => warnings?.length ?? 0)).toEqual([1, 0]);
  expect(await value("SELECT count(*)::int FROM patron.user_proxies")).toBe(1);
  const again = await importFolder(files);
  expect(again.map(({ updated, warnings }) => [updated, warnings])).toEqual([
    [1, undefined],
    [0, undefined],
  ]);
  expect(await value("SELECT count(*)::int FROM patron.user_proxies")).toBe(2);
});

test("a fee and a loan that wait for each other's file go in, whichever is named first", async () => {
  const [alone] = await importFolder({ "fees.csv": fees("L2") });
  expect(alone?.rejects.map(({ column }) => column)).toEqual(["primary_id"]);
  const both = await importFolder({
    "fees.csv": fees("L2"),
    "loans.csv": loans("anna"),
    "users.csv": "primary_id\nanna\n",
  });
  expect(both.map(({ file, rejected }) => [file, rejected])).toEqual([
    ["users.csv", 0],
    ["loans.csv", 0],
    ["fees.csv", 0],
  ]);
});
