import { readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { fillDemo } from "#db/demo/fill.ts";
import { describe, expect, test } from "vitest";
import { cases } from "../test/short-or-long.ts";
import { counts, fixtures, freshLibrary, loan } from "./fresh-library.ts";
import { importFiles } from "./import.ts";
import { sourceDigest, sourceKeyState } from "./source-key.ts";

const { url, rows, value, importLibrary, importText } = freshLibrary();

describe("a folder", () => {
  test("is imported as users, then loans, each value where it belongs", async () => {
    const { files } = await importLibrary();
    expect(files.map((report) => [report.file, report.format, ...counts(report)])).toEqual([
      ["users.csv", "users", 3, 0, 0, 0, 0],
      ["loans.csv", "loans", 5, 0, 0, 0, 0],
    ]);
    expect(files[1]?.createdCodes).toEqual({
      libraries: ["LAW", "MAIN"],
      locations: ["LAW:OPEN", "MAIN:OPEN", "MAIN:STACKS"],
      userGroups: ["FACULTY"],
      statisticalCategories: ["FAC:LAW"],
    });
    expect(
      await rows(`SELECT k.source_number, u.primary_id, g.code, r.loaned_on::text, r.ended_on::text, k.finished, n.text,
          (SELECT array_agg(c.type || ':' || c.category ORDER BY 1) FROM record.statistical_categories c WHERE c.id = ANY (p.category_ids)) AS categories
        FROM patron.loan_links k JOIN record.loans r ON r.id = k.loan_id JOIN patron.users u ON u.id = k.user_id
        JOIN record.profiles p ON p.id = r.profile_id LEFT JOIN record.user_groups g ON g.id = p.user_group_id
        LEFT JOIN patron.loan_notes n ON n.loan_id = k.loan_id ORDER BY 1`),
    ).toMatchObject([
      {
        source_number: "L1",
        primary_id: "anna",
        code: "STUDENT",
        ended_on: "2026-01-20",
        text: "Rang twice,\nthen came",
        categories: ["FAC:ARTS", "YEAR:2026"],
      },
      {
        source_number: "L2",
        primary_id: "anna",
        code: "FACULTY",
        ended_on: null,
        finished: false,
        categories: ["FAC:LAW"],
      },
      {
        source_number: "L3",
        primary_id: "BORIS",
        code: "STAFF",
        ended_on: "2026-04-02",
        text: "Paid by Boris",
      },
      {
        source_number: "L5",
        primary_id: "chloe",
        code: null,
        loaned_on: "2026-04-01",
        categories: null,
      },
    ]);
    expect(await value("SELECT count(*)::int FROM record.loans")).toBe(5);
    expect(
      await value("SELECT last_activity_month::text FROM patron.users WHERE primary_id = 'anna'"),
    ).toBe("2026-02-01");
    expect(
      await value("SELECT count(*)::int FROM console.audit WHERE action = 'loans.import'"),
    ).toBe(1);
    expect(
      await rows("SELECT tablename FROM pg_tables WHERE tablename ~ '^import_[0-9a-f]{16}_'"),
    ).toEqual([]);
  });

  test("leaves no order by which a seen number finds its record", async () => {
    await importText("users.csv", "primary_id\nanna\n");
    const lines = Array.from({ length: 300 }, (_, n) => `N${n},anna,I1,MAIN,2026-01-01,2026-01-02`);
    await importText("loans.csv", loan(lines.join("\n")));
    const digest = sourceDigest(
      Buffer.from(
        await readFile(path.join(process.env.LETHE_DATA!, "source.key"), "utf8"),
        "base64",
      ),
      "loans",
      "alma",
    );
    const numbers = await rows("SELECT source_number AS n FROM patron.loan_links ORDER BY loan_id");
    const digests = numbers.map(({ n }) => digest(n).toString("hex"));
    const ascending = digests.filter((one, at) => at > 0 && digests[at - 1]! < one).length;
    expect(ascending).toBeGreaterThan(100);
    expect(ascending).toBeLessThan(200);
  });

  test("leaves no name or note in the pages of the planner's statistics", async () => {
    const people = Array.from(
      { length: 200 },
      (_, n) => `canary${n},canary${n},canary${n},canary${n}`,
    );
    const loans = people.map((_, n) => `N${n},canary${n},I${n},MAIN,2026-01-01,canary note`);
    const ofLoans = "loan_id,primary_id,item_barcode,library,loan_date,note";
    await importText("users.csv", `primary_id,last_name,email,note\n${people.join("\n")}\n`);
    await importText("loans.csv", `${ofLoans}\n${loans.join("\n")}\n`);
    const again = loans.map((line) => line.replace("note", "word"));
    await importText("loans.csv", `${ofLoans}\n${again.join("\n")}\n`);
    await rows("CHECKPOINT");
    for (const table of ["pg_statistic", "pg_toast.pg_toast_2619"]) {
      const found = await value(
        `SELECT position('canary'::bytea IN pg_read_binary_file(pg_relation_filepath('${table}')))`,
      );
      expect([table, found]).toEqual([table, 0]);
    }
  });

  test("imported again changes nothing", async () => {
    await importLibrary();
    const before = await rows("SELECT xmin, * FROM record.loans ORDER BY id");
    const { files } = await importLibrary();
    expect(files.map(counts)).toEqual([
      [0, 0, 3, 0, 0],
      [0, 0, 4, 1, 0],
    ]);
    expect(await rows("SELECT xmin, * FROM record.loans ORDER BY id")).toEqual(before);
  });

  test("tried with a dry run finds the users of the same folder, and leaves nothing", async () => {
    const { files } = await importLibrary({ dryRun: true });
    expect(files.map(counts)).toEqual([
      [3, 0, 0, 0, 0],
      [5, 0, 0, 0, 0],
    ]);
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(0);
    expect(await value("SELECT source_key_fingerprint FROM console.institution")).toBeNull();
    await expect(stat(path.join(process.env.LETHE_DATA ?? "", "source.key"))).rejects.toThrow(
      "ENOENT",
    );
  });

  test("plain dates are days in the library's zone", async () => {
    await rows("UPDATE console.institution SET time_zone = 'Asia/Tokyo'");
    await importLibrary();
    expect(
      await rows(`SELECT r.loaned_on::text, r.ended_on::text FROM record.loans r JOIN patron.loan_links ON loan_id = r.id
        WHERE source_number IN ('L1', 'L2') ORDER BY source_number`),
    ).toEqual([
      { loaned_on: "2026-01-05", ended_on: "2026-01-21" },
      { loaned_on: "2026-02-01", ended_on: null },
    ]);
  });
});

describe("the source key", () => {
  test("is made once, for its owner alone, and asked for ever after", async () => {
    await importLibrary();
    const key = path.join(process.env.LETHE_DATA ?? "", "source.key");
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect((await sourceKeyState(url())).ok).toBe(true);
    await rm(key);
    await expect(importLibrary()).rejects.toThrow("The source key is missing");
    expect(await sourceKeyState(url())).toMatchObject({ ok: false });
    process.env.LETHE_SOURCE_KEY = Buffer.alloc(32, 7).toString("base64");
    await expect(importLibrary()).rejects.toThrow(
      "The source key is not the one that this database was filled with",
    );
  });
});

describe("beside and under others", () => {
  /** Loans of the import that is killed. */
  const killed = cases(20_000, 50_000);

  test("two imports of the same files at once import once", async () => {
    const reports = await Promise.all([importLibrary(), importLibrary()]);
    const created = reports.map(({ files }) => files.map((report) => report.created).join());
    expect(new Set(created)).toEqual(new Set(["0,0", "3,5"]));
    expect(await value("SELECT count(*)::int FROM record.loans")).toBe(5);
  });

  test("an import that is killed leaves nothing", async () => {
    await importFiles(url(), { paths: [path.join(fixtures, "users.csv")] });
    const lines = Array.from(
      { length: killed },
      (_, n) => `K${n},anna,I${n},MAIN,2026-01-01,2026-01-02`,
    ).join("\n");
    const importing = importText("loans.csv", loan(lines), {
      onProgress: ({ step }) => {
        if (step !== "checking") return;
        void rows(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lethe import' AND datname = current_database()",
        );
      },
    });
    await expect(importing).rejects.toThrow(
      "The connection to the database was lost while loans.csv was imported.",
    );
    expect(await value("SELECT count(*)::int FROM record.loans")).toBe(0);
    expect(await value("SELECT count(*)::int FROM record.libraries")).toBe(0);
    expect(await rows("SELECT FROM pg_class WHERE relname ~ '^import_[0-9a-f]+_'")).toEqual([]);
    expect(counts(await importText("loans.csv", loan(lines)))).toEqual([killed, 0, 0, 0, 0]);
  });

  test("the import's role makes no link but by admission, and moves none", async () => {
    await importLibrary();
    const client = new pg.Client(url());
    await client.connect();
    await client.query("SET ROLE lethe_import");
    await expect(
      client.query("INSERT INTO patron.loan_links SELECT * FROM patron.loan_links"),
    ).rejects.toThrow("permission denied");
    await expect(client.query("UPDATE patron.loan_links SET user_id = 1")).rejects.toThrow(
      "permission denied",
    );
    await expect(client.query("UPDATE patron.loan_links SET source_number = ''")).rejects.toThrow(
      "permission denied",
    );
    await expect(client.query("DELETE FROM patron.loan_links")).rejects.toThrow(
      "permission denied",
    );
    await client.query("CREATE TABLE work.import_ff_loans (digest bytea, verdict text)");
    await expect(
      client.query("SELECT patron.admit_loans('work.import_ff_loans', '\\x00', '\\xff')"),
    ).rejects.toThrow("not an import of loans");
    await client.end();
  });
});

describe("a demo", () => {
  test("takes a real import only when it is to be replaced, and then nothing of it is left", async () => {
    await fillDemo(url(), { users: 50, loans: 200, seed: 1 });
    await expect(importLibrary()).rejects.toThrow("Import with --replace-demo to empty it first.");
    const tried = await importLibrary({ replaceDemo: true, dryRun: true });
    expect(tried.files.map((report) => report.created)).toEqual([3, 5]);
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(50);
    await rows(`INSERT INTO console.run_proposals (job, submitted_via, cut_off, time_zone, frozen, expected, hash, expires_at)
      VALUES ('anonymization', 'screen', current_date, 'UTC', '{}', 1, sha256(''), now() + interval '1 day')`);
    await importLibrary({ replaceDemo: true });
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(3);
    expect(await rows("SELECT is_demo, name FROM console.institution")).toEqual([
      { is_demo: false, name: "Library" },
    ]);
    expect(await rows("SELECT FROM console.run_proposals")).toEqual([]);
  });

  test("that was given a name of its own keeps it when it is replaced", async () => {
    await fillDemo(url(), { users: 5, loans: 0, seed: 1 });
    await rows("UPDATE console.institution SET name = 'Trial'");
    await importLibrary({ replaceDemo: true });
    expect(await value("SELECT name FROM console.institution")).toBe("Trial");
  });
});
