import { expect, test, type Library } from "./fixtures.ts";
import {
  addPurgeJob,
  beginUpdate,
  choosePolicy,
  confirmRun,
  importFiles,
  makeSet,
  policyOf,
} from "./steps.ts";

/** One with a past loan and a small fee, one with nothing, one who still has a book, and one who stays. */
const importPeople = (library: Library) =>
  importFiles(library, {
    "users.csv": [
      "primary_id,last_name,first_name,email,user_group,roles,purge_date",
      "0pp1,Procedurewell,Petra,petra@procedure.example.org,PROCEDURE,200,2040-01-01",
      "0pp2,Procedurewell,Paul,paul@procedure.example.org,PROCEDURE,Patron,",
      "0pp3,Procedurewell,Pina,pina@procedure.example.org,PROCEDURE,200,",
      "0pp4,Stayer,Sara,sara@procedure.example.org,PROCEDURE,200,",
    ],
    "loans.csv": [
      "loan_id,primary_id,item_barcode,library,loan_date,return_date",
      "PP1,0pp1,B-PP1,MAIN,2025-03-01,2025-03-20",
      "PP3,0pp3,B-PP3,MAIN,2026-03-01,",
    ],
    "fees.csv": [
      "fee_id,primary_id,type,status,library,original_amount,balance,created",
      "PPF1,0pp1,OVERDUE,active,MAIN,0.50,0.50,2025-03-21",
    ],
  });

test("the purging procedure: policy, a set from a file, the purge date into the past, Add a Job, run, report", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(300_000);
  await importPeople(library);
  await signIn("userAdministrator");

  await page.getByRole("link", { name: "Delete User Policy" }).click();
  await choosePolicy(page, "Keep statistics");
  // Until the page knows that it is saved, leaving it is asked about.
  await expect(page.locator("input[name=was]")).toHaveValue("keepStatistics");
  expect(await policyOf(library)).toBe("keepStatistics");

  const set = "Leavers of the procedure";
  await makeSet(page, {
    name: set,
    file: "Primary ID,Name\n0pp1,Petra\n0pp2,Paul\n0pp3,Pina\n",
    answer: "3 users were added",
  });

  await beginUpdate(page, set);
  await page.getByRole("checkbox", { name: "Purge date" }).check();
  await page.getByLabel("New purge date").fill("2026-01-31");
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByText("3 of 3 members would be changed.")).toBeVisible();
  await confirmRun(page, { deed: "Update 3 users", otherwise: "Change nothing", number: 3 });
  await expect(page.getByText("3 users were changed.")).toBeVisible();

  await page.getByRole("link", { name: "Purge User Records" }).click();
  await page.getByRole("button", { name: "Add a Job" }).click();
  await addPurgeJob(page, "PROCEDURE", "1");
  await page
    .getByRole("link", { name: "Public users of PROCEDURE, past their purge date" })
    .click();
  await expect(page.getByText("2 users would be purged.")).toBeVisible();
  await expect(page.getByRole("row", { name: "No purge date 1" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Active loan 1" })).toBeVisible();
  await confirmRun(page, { deed: "Purge 2 users", otherwise: "Keep everybody", number: 2 });

  await expect(page.getByText("2 users were purged.")).toBeVisible();
  await expect(page.getByRole("row", { name: "Active loan 1" })).toBeVisible();
  await expect(page.getByRole("row", { name: "E-mail addresses 2" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/Procedurewell|0pp/);

  const left = await library.ask<{ id: string; name: string; status: string; waived: boolean }>(
    `SELECT u.id, u.last_name AS name, u.status, EXISTS (SELECT FROM patron.fee_links l JOIN record.fee_transactions t
       ON t.fee_id = l.fee_id AND t.type = 'waive' WHERE l.user_id = u.id) AS waived
     FROM patron.users u JOIN record.user_groups g ON g.id = u.user_group_id WHERE g.code = 'PROCEDURE' ORDER BY u.last_name`,
  );
  expect(left.map(({ name, status, waived }) => [name, status, waived])).toEqual([
    ["0pp1", "deleted", true],
    ["0pp2", "deleted", false],
    ["Procedurewell", "active", false],
    ["Stayer", "active", false],
  ]);
  await page.goto(`/users/${left[0]?.id}/loans`);
  await expect(page.getByRole("rowheader", { name: "B-PP1" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Petra");
});
