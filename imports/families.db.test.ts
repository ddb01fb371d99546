import { describe, expect, test } from "vitest";
import { counts, freshLibrary } from "./fresh-library.ts";

const { rows, lines, value, importFamilies, importText } = freshLibrary();

const expected = [
  ["fees.csv", 5, 0, 0, 0, 0],
  ["fee_transactions.csv", 3, 0, 0, 0, 0],
  ["requests.csv", 4, 0, 0, 0, 0],
  ["borrowing_requests.csv", 3, 0, 0, 0, 0],
  ["lending_requests.csv", 2, 0, 0, 0, 0],
];

describe("a folder of all families", () => {
  test("is imported in its order, and says what it took with a warning", async () => {
    const reports = await importFamilies();
    expect(reports.map((report) => [report.file, ...counts(report)])).toEqual(expected);
    expect(reports.flatMap(({ file, warnings }) => (warnings ?? []).map((w) => [file, w]))).toEqual(
      [
        ["fees.csv", "1 closed fee has no day of closing (line 6); every rule holds it back."],
        ["requests.csv", "1 finished request has no end date (line 4); every rule holds it back."],
      ],
    );
    expect(reports[2]?.createdCodes).toMatchObject({ locations: ["MAIN:DESK"] });
    expect(
      await rows("SELECT tablename FROM pg_tables WHERE tablename ~ '^import_[0-9a-f]{16}_'"),
    ).toEqual([]);
  });

  test("puts each value of a fee where it belongs, and names its loan while that is linked", async () => {
    await importFamilies();
    expect(
      await lines(`SELECT k.source_number AS n, u.primary_id AS who, f.type, f.status, original_amount AS amount, balance, f.created_on::text AS created,
          f.ended_on::text AS ended, k.finished, i.barcode, loan.source_number AS loan, n.text, g.code AS "group"
        FROM patron.fee_links k JOIN record.fees f ON f.id = k.fee_id JOIN patron.users u ON u.id = k.user_id
        JOIN record.profiles p ON p.id = f.profile_id AND p.id = k.profile_id LEFT JOIN record.user_groups g ON g.id = p.user_group_id
        LEFT JOIN record.items i ON i.id = f.item_id LEFT JOIN patron.loan_links loan ON loan.loan_id = k.loan_id
        LEFT JOIN patron.fee_notes n ON n.fee_id = k.fee_id ORDER BY 1`),
    ).toEqual([
      "F1 | anna | OVERDUE | closed | 5.00 | 0.00 | 2026-01-21 | 2026-01-25 | true | I1 | L1 | Anna Keller paid in coins | STUDENT",
      "F2 | BORIS | LOST | active | 80.00 | 60.50 | 2026-04-02 | - | false | I1 | L3 | Boris disputes it | STAFF",
      "F3 | anna | OVERDUE | in_dispute | 2.50 | 2.50 | 2026-02-10 | - | false | I2 | L2 | - | FACULTY",
      "F5 | chloe | COPY | closed | 1.20 | 0.00 | 2026-04-03 | - | true | - | - | - | -",
    ]);
    expect(
      await lines(
        "SELECT original_amount AS amount, balance, ended_on::text AS ended, item_id AS item FROM record.fees WHERE NOT EXISTS (SELECT FROM patron.fee_links WHERE fee_id = id)",
      ),
    ).toEqual(["3.00 | 0.00 | 2019-06-02 | -"]);
  });

  test("puts transactions on their fees, and leaves the balance as the fee's own line says", async () => {
    await importFamilies();
    expect(
      await lines(`SELECT source_number AS fee, t.type, t.amount, t.created_on::text AS day, f.balance FROM record.fee_transactions t
        JOIN record.fees f ON f.id = t.fee_id JOIN patron.fee_links USING (fee_id) ORDER BY 1, 4`),
    ).toEqual([
      "F1 | payment | 5.00 | 2026-01-25 | 0.00",
      "F2 | payment | 19.50 | 2026-04-05 | 60.50",
      "F2 | dispute | 60.50 | 2026-04-06 | 60.50",
    ]);
  });

  test("puts each value of a request where it belongs", async () => {
    await importFamilies();
    expect(
      await lines(`SELECT k.source_number AS n, r.type, k.request_type AS link, r.status, l.code || coalesce(':' || o.code, '') AS place,
          r.created_on::text AS created, r.ended_on::text AS ended, k.finished, i.barcode, i.title AS item, r.title, n.text
        FROM patron.request_links k JOIN record.requests r ON r.id = k.request_id JOIN record.libraries l ON l.id = r.library_id AND l.id = k.library_id
        LEFT JOIN record.locations o ON o.id = r.location_id AND o.id = k.location_id LEFT JOIN record.items i ON i.id = r.item_id
        LEFT JOIN patron.request_notes n ON n.request_id = k.request_id ORDER BY 1`),
    ).toEqual([
      "R1 | hold | hold | completed | MAIN:DESK | 2026-02-01 | 2026-02-03 | true | I1 | Rivers | - | Anna comes on Friday",
      "R2 | booking | booking | on_hold_shelf | LAW | 2026-07-01 | - | false | I9 | A quiet room | A quiet room | -",
      "R3 | digitization | digitization | cancelled | LAW | 2026-05-01 | - | true | - | - | Proof | -",
    ]);
    expect(await value("SELECT count(*)::int FROM record.requests")).toBe(4);
  });

  test("takes borrowing requests with their patron, lending requests with none", async () => {
    await importFamilies();
    expect(
      await lines(`SELECT k.source_number AS n, u.primary_id AS who, partner, r.status, created_on::text AS created, r.ended_on::text AS ended, r.title, n.text
        FROM patron.borrowing_links k JOIN record.borrowing_requests r ON r.id = borrowing_request_id JOIN patron.users u ON u.id = user_id
        LEFT JOIN patron.borrowing_notes n USING (borrowing_request_id) ORDER BY 1`),
    ).toEqual([
      "B1 | anna | Basel | completed | 2026-03-01 | 2026-03-20 | Old maps | For Anna's thesis",
      "B2 | BORIS | - | shipped | 2026-06-01 | - | Codex | Boris rings daily",
    ]);
    expect(
      await lines(
        "SELECT source_number AS n, partner, status, created_on::text AS created, ended_on::text AS ended, title FROM record.lending_requests ORDER BY 1",
      ),
    ).toEqual([
      "N1 | Basel | completed | 2026-03-01 | 2026-04-01 | Glass",
      "N2 | Bern | shipped | 2026-05-01 | - | -",
    ]);
  });

  test("raises the month of last activity by loans and requests, not by fees", async () => {
    await importFamilies();
    expect(
      await lines(
        "SELECT lower(primary_id) AS who, last_activity_month::text AS month FROM patron.users ORDER BY 1",
      ),
    ).toEqual(["anna | 2026-02-01", "boris | 2026-07-01", "chloe | 2026-05-01"]);
  });

  test("reads days in the library's zone", async () => {
    await rows("UPDATE console.institution SET time_zone = 'Asia/Tokyo'");
    await importFamilies();
    expect(
      await lines(`SELECT (SELECT f.ended_on::text FROM record.fees f JOIN patron.fee_links ON fee_id = f.id WHERE source_number = 'F1') AS fee,
        (SELECT max(created_on)::text FROM record.fee_transactions WHERE type = 'payment' AND amount = 5) AS paid,
        (SELECT r.ended_on::text FROM record.requests r JOIN patron.request_links ON request_id = r.id WHERE source_number = 'R1') AS request,
        (SELECT r.ended_on::text FROM record.borrowing_requests r JOIN patron.borrowing_links ON borrowing_request_id = r.id WHERE source_number = 'B1') AS borrowing,
        (SELECT ended_on::text FROM record.lending_requests WHERE source_number = 'N1') AS lending`),
    ).toEqual(["2026-01-26 | 2026-01-26 | 2026-02-04 | 2026-03-21 | 2026-04-02"]);
  });

  test("imported again changes nothing", async () => {
    await importFamilies();
    const all = `SELECT (SELECT json_agg(f ORDER BY id) FROM (SELECT xmin, * FROM record.fees) f) AS fees,
      (SELECT json_agg(f ORDER BY id) FROM (SELECT xmin, * FROM record.fee_transactions) f) AS transactions,
      (SELECT json_agg(f ORDER BY id) FROM (SELECT xmin, * FROM record.requests) f) AS requests,
      (SELECT json_agg(f ORDER BY id) FROM (SELECT xmin, * FROM record.borrowing_requests) f) AS borrowing,
      (SELECT json_agg(f ORDER BY id) FROM (SELECT xmin, * FROM record.lending_requests) f) AS lending,
      (SELECT json_agg(f ORDER BY fee_id) FROM patron.fee_links f) AS fee_links,
      (SELECT json_agg(f ORDER BY request_id) FROM patron.request_links f) AS request_links`;
    const before = await rows(all);
    const reports = await importFamilies();
    expect(reports.map((report) => [report.file, ...counts(report)])).toEqual([
      ["fees.csv", 0, 0, 4, 1, 0],
      ["fee_transactions.csv", 0, 0, 3, 0, 0],
      ["requests.csv", 0, 0, 3, 1, 0],
      ["borrowing_requests.csv", 0, 0, 2, 1, 0],
      ["lending_requests.csv", 0, 0, 2, 0, 0],
    ]);
    expect(await rows(all)).toEqual(before);
  });

  test("tried with a dry run counts the same, and leaves nothing", async () => {
    const reports = await importFamilies({ dryRun: true });
    expect(reports.map((report) => [report.file, ...counts(report)])).toEqual(expected);
    expect(await value("SELECT count(*)::int FROM record.seen_sources")).toBe(0);
    expect(await value("SELECT count(*)::int FROM record.lending_requests")).toBe(0);
  });

  test("imported twice at once is imported once", async () => {
    const reports = await Promise.all([importFamilies(), importFamilies()]);
    const created = reports.map((files) => files.map((report) => report.created).join());
    expect(new Set(created)).toEqual(new Set(["0,0,0,0,0", "5,3,4,3,2"]));
    expect(await value("SELECT count(*)::int FROM record.fee_transactions")).toBe(3);
  });

  test("of another source takes the same numbers as other records", async () => {
    await importFamilies();
    const reports = await importFamilies({ source: "sierra" });
    expect(reports.map((report) => [report.file, ...counts(report)])).toEqual(expected);
    expect(
      await value(
        "SELECT count(*)::int FROM patron.fee_links f JOIN patron.loan_links l ON l.loan_id = f.loan_id WHERE l.source_id <> f.source_id",
      ),
    ).toBe(0);
  });
});

test("a changed zone moves the days of every family that is linked", async () => {
  await importFamilies();
  await rows("UPDATE console.institution SET time_zone = 'Asia/Tokyo'");
  expect(await value("SELECT patron.rederive_days()::int")).toBe(4);
  expect(
    await lines(`SELECT (SELECT max(ended_on)::text FROM patron.fee_links WHERE source_number = 'F1') AS fee,
      (SELECT max(ended_on)::text FROM patron.request_links WHERE source_number = 'R1') AS request,
      (SELECT max(ended_on)::text FROM patron.borrowing_links WHERE source_number = 'B1') AS borrowing`),
  ).toEqual(["2026-01-26 | 2026-02-04 | 2026-03-21"]);
});

test("a lending request is updated by its number; what the file leaves out stays", async () => {
  await importFamilies();
  const report = await importText(
    "lending_requests.csv",
    "request_id,partner,status,library,created,ended\nN1,Basel,cancelled,MAIN,2026-03-01,2026-04-01\nN2,Bern,shipped,LAW,2026-05-01,\n",
  );
  expect(counts(report)).toEqual([0, 1, 1, 0, 0]);
  expect(
    await lines("SELECT status, title FROM record.lending_requests WHERE source_number = 'N1'"),
  ).toEqual(["cancelled | Glass"]);
});

test("no number, name or note stays in the pages of the planner's statistics", async () => {
  const many = (line: (n: number) => string) => Array.from({ length: 200 }, (_, n) => line(n));
  await importText("users.csv", `primary_id\n${many((n) => `canary${n}`).join("\n")}\n`);
  const files = {
    "loans.csv": many((n) => `canary${n},canary${n},I${n},MAIN,2026-01-01,canary note`),
    "fees.csv": many(
      (n) => `canary${n},canary${n},LOST,active,MAIN,5,2026-01-01,canary${n},canary note`,
    ),
    "fee_transactions.csv": many((n) => `canary${n},canary${n},payment,1,2026-01-01`),
    "requests.csv": many((n) => `canary${n},canary${n},hold,placed,MAIN,2026-01-01,canary note`),
    "borrowing_requests.csv": many(
      (n) => `canary${n},canary${n},shipped,MAIN,2026-01-01,canary note`,
    ),
    "letters.csv": many((n) => `canary${n},canary${n},A,2026-01-01,canary${n},canary note`),
  };
  const headers: Record<keyof typeof files, string> = {
    "loans.csv": "loan_id,primary_id,item_barcode,library,loan_date,note",
    "fees.csv": "fee_id,primary_id,type,status,library,original_amount,created,loan_id,comment",
    "fee_transactions.csv": "fee_id,transaction_id,type,amount,created",
    "requests.csv": "request_id,primary_id,type,status,library,created,note",
    "borrowing_requests.csv": "request_id,primary_id,status,library,created,note",
    "letters.csv": "letter_id,primary_id,letter_code,created,subject,body",
  };
  for (const note of ["note", "word"]) {
    for (const [name, content] of Object.entries(files)) {
      const lines = [headers[name as keyof typeof files], ...content].join("\n");
      const report = await importText(
        name,
        `${lines.replaceAll("canary note", `canary ${note}`)}\n`,
      );
      expect([name, report.rejected]).toEqual([name, 0]);
    }
  }
  await rows("CHECKPOINT");
  for (const table of ["pg_statistic", "pg_toast.pg_toast_2619"]) {
    const found = await value(
      `SELECT position('canary'::bytea IN pg_read_binary_file(pg_relation_filepath('${table}')))`,
    );
    expect([table, found]).toEqual([table, 0]);
  }
});

test("the codes of Alma's API are taken beside the words: INDISPUTE, CLAIMED_RETURN", async () => {
  await importFamilies();
  await importText(
    "loans.csv",
    "loan_id,primary_id,item_barcode,library,loan_date,process_status\nL9,anna,I1,MAIN,2026-01-01,CLAIMED_RETURN\n",
  );
  await importText(
    "fees.csv",
    "fee_id,primary_id,type,status,library,original_amount,created\nF9,anna,LOST,INDISPUTE,MAIN,5,2026-01-01\n",
  );
  expect(
    await lines(`SELECT process_status, status
      FROM record.loans l, patron.loan_links ll, record.fees f, patron.fee_links fl
      WHERE ll.loan_id = l.id AND ll.source_number = 'L9' AND fl.fee_id = f.id AND fl.source_number = 'F9'`),
  ).toEqual(["claimed_returned | in_dispute"]);
});
