import { describe, expect, test } from "vitest";
import { families } from "#lib/families.ts";
import { wholeLibrary } from "./whole-library.ts";

const { importAll, importLines, rows, value, settings, preview, run, linked, pool } =
  wholeLibrary();

describe("a purged user", () => {
  const purge = async () => {
    await rows(
      "DELETE FROM patron.user_identifiers USING patron.users u WHERE u.id = user_id AND primary_id = 'anna'",
    );
    await rows(`UPDATE patron.users SET status = 'deleted', deleted_on = current_date - 1, primary_id = NULL, first_name = NULL,
      last_name = id::text, expiry_date = NULL WHERE primary_id = 'anna'`);
  };

  test("gets nothing of the old records back under the old primary ID, in any family", async () => {
    await purge();
    const fees = await importLines("fees.csv", ["F1,anna,LOST,active,MAIN,9,9,2026-01-21,,,,,"]);
    expect(fees.rejects[0]?.reason).toBe("No user has this primary ID.");
    const { users: accounts, ...others } = await importAll();
    expect(accounts).toEqual([1, 0, 2, 0, 0]);
    expect(others).toMatchObject({
      loans: [0, 0, 2, 1, 2],
      fees: [0, 0, 2, 1, 2],
      fee_transactions: [0, 0, 3, 0, 0],
      requests: [0, 0, 2, 1, 1],
      borrowing_requests: [0, 0, 1, 1, 1],
    });
    for (const family of ["loan", "fee", "request", "borrowing"]) {
      expect([
        family,
        await value(
          `SELECT count(*)::int FROM patron.${family}_links k JOIN patron.users u ON u.id = k.user_id WHERE u.primary_id = 'anna'`,
        ),
      ]).toEqual([family, 0]);
    }
  });

  test("is anonymized as anyone else, the day of deletion standing in for the expiry date", async () => {
    await purge();
    await settings(true, true, false);
    for (const family of families) {
      await pool().query(
        `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ($1, 1, 'Gone for a day', true) RETURNING id)
         INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number) SELECT id, 1, 'daysSinceUserExpiry', '=', 1 FROM rule`,
        [family],
      );
    }
    expect(await run()).toEqual({ records: 4, notes: 4 });
    expect(await linked()).toEqual({
      loan: "L2 L3 L5",
      fee: "F2 F3 F5",
      request: "R2 R3",
      borrowing: "B2",
    });
  });
});

describe("rules of one family", () => {
  const rule = (family: string, condition: string) =>
    pool().query(
      `WITH rule AS (INSERT INTO console.anonymization_rules (family, position, name, anonymize) VALUES ('${family}', 1, 'The rule', false) RETURNING id)
       INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, yes, codes) SELECT id, 1, ${condition} FROM rule`,
    );

  test("a loan with an open fee is held back until the fee is paid", async () => {
    await settings(true, true);
    await rule("loans", "'hasOpenFee', 'is', true, NULL");
    const told = await preview();
    expect(told.families.loans).toMatchObject({
      records: 2,
      heldBack: [{ reason: "Kept by rule: The rule", records: 1 }],
    });
    await run();
    expect(await linked()).toMatchObject({ loan: "L2 L3" });
    await importLines("fees.csv", ["F2,boris,LOST,closed,LAW,80,0,2026-04-02,2026-05-01,L3,,,"]);
    await run();
    expect(await linked()).toMatchObject({ loan: "L2", fee: "F3 F5" });
  });

  test("a loan that goes while its item hangs on an open fee is counted by the preview", async () => {
    await settings(true, true);
    const { families: of } = await preview();
    expect(of.loans.suggestive).toMatchObject({ itemOnOpenFee: 2, sameItemAndDay: 1 });
  });

  test("requests are told apart by their type", async () => {
    await settings(true, true);
    await rule("requests", "'requestType', 'in', NULL::boolean, '{hold}'");
    await run();
    expect(await linked()).toMatchObject({ request: "R1 R2 R3" });
    await importLines("requests.csv", [
      "R1,anna,booking,completed,MAIN,DESK,2026-02-01T09:00:00Z,2026-02-03,I1,,,,",
    ]);
    await run();
    expect(await linked()).toMatchObject({ request: "R2 R3" });
  });
});
