import { expect, expectAccessible, test, type Library } from "./fixtures.ts";
import { beginUpdate, confirmRun, importFiles, makeSet } from "./steps.ts";

/** Three who are to go, of whom one has a purge date already, and one who is to stay. */
const importPeople = (library: Library) =>
  importFiles(library, {
    "users.csv": [
      "primary_id,last_name,first_name,email,user_group,purge_date",
      "00up1,Updatewell,Una,una@update.example.org,UPDATE,",
      "00up2,Dated,Dora,dora@update.example.org,UPDATE,2030-01-01",
      "00up3,Mailless,Max,,UPDATE,",
      "00up4,Stayer,Stan,stan@update.example.org,UPDATE,",
    ],
  });

const purgeDates = async (library: Library) =>
  (
    await library.ask<{ date: string | null }>(
      "SELECT purge_date::text AS date FROM patron.users WHERE primary_id LIKE '00up%' ORDER BY primary_id",
    )
  ).map(({ date }) => date);

/** As a library's spreadsheet has it: leading zeros, a column more, a repeat, and one who is nobody. */
const spreadsheet = "USERNAME,Remark\n00up1,a\n00up2,b\n00up3,c\n00up1,again\n00none,d\n";

test("a set out of a file gets a purge date in the past, and whoever is changed a letter; the second run changes nothing", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(300_000);
  await importPeople(library);
  await signIn("userManager");
  await makeSet(page, {
    name: "Leavers of spring",
    file: spreadsheet,
    answer:
      "3 users were added, 0 already were members, 1 ID was not found, 1 line was a duplicate in the list.",
  });

  await beginUpdate(page, "Leavers of spring");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Count" }).click();
  await expect(page.getByText("3 users")).toBeVisible();

  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "Tick at least one thing to change.",
  );
  await page.getByRole("checkbox", { name: "Purge date" }).check();
  await page.getByRole("checkbox", { name: "Send notification" }).check();
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Purge date: Enter a date");
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "Send notification: Enter the subject.",
  );
  await page.getByLabel("New purge date").fill("2020-01-31");
  await page.getByLabel("Condition on the purge date").selectOption("Only if it is empty");
  await page.getByLabel("Subject").fill("Your library account");
  await page.getByLabel("Text of the letter").fill("It closes soon. Write to us if you come back.");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Review" }).click();

  await expect(page.getByText("2 of 3 members would be changed.")).toBeVisible();
  await expect(page.getByText("1 user gets no letter: there is no e-mail address.")).toBeVisible();
  await expect(page.getByText("Purge date becomes 31 Jan 2020, only if it is empty")).toBeVisible();
  await expect(page.getByRole("row", { name: "Purge date empty 31 Jan 2020 2" })).toBeVisible();
  await expect(page.getByRole("row", { name: /U••• 0••1 purge date from empty/ })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("Updatewell");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the parameters" }).click();
  await expect(page.getByLabel("New purge date")).toHaveValue("2020-01-31");
  await page.getByRole("button", { name: "Review" }).click();
  await confirmRun(page, { deed: "Update 2 users", otherwise: "Change nothing", number: 2 });
  await expect(page.getByText("2 users were changed.")).toBeVisible();
  await expect(page.getByRole("row", { name: "Letters queued 1" })).toBeVisible();
  await expect(page.getByText("1 letter waits to be sent.")).toBeVisible();
  const report = page.url();
  await expect(page.getByRole("main")).not.toContainText(/Updatewell|It closes soon/);
  // Told to whoever may see the set, and kept nowhere with the run.
  await expect(page.getByText("About the members of Leavers of spring.")).toBeVisible();
  expect(
    await library.ask("SELECT id FROM console.job_runs r WHERE r::text LIKE '%Leavers%'"),
  ).toEqual([]);
  await expectAccessible(page);
  expect(await purgeDates(library)).toEqual(["2020-01-31", "2030-01-01", "2020-01-31", null]);

  const [una] = await library.ask<{ id: string }>(
    "SELECT id FROM patron.users WHERE primary_id = '00up1'",
  );
  await page.goto(`/users/${una?.id}/attachments`);
  await expect(page.getByRole("row", { name: /Your library account/ })).toBeVisible();
  await page.goto(`/users/${una?.id}/history`);
  await expect(
    page.getByRole("row", { name: /Run \d+ Update purge date and notification/ }),
  ).toBeVisible();
  await page.goto("/monitor-jobs/outbox");
  await expect(page.getByRole("row", { name: /Waiting to be sent \d/ })).toBeVisible();

  await page.goto(report);
  await page.getByRole("button", { name: "Do not send what waits" }).click();
  const question = page.getByRole("alertdialog", { name: "Leave 1 waiting letter unsent?" });
  await question.getByRole("button", { name: "Let them be sent" }).click();
  await expect(page.getByText("1 letter waits to be sent.")).toBeVisible();
  await page.getByRole("button", { name: "Do not send what waits" }).click();
  await question.getByRole("button", { name: "Do not send what waits" }).click();
  await expect(page.getByText("1 letter waits to be sent.")).toHaveCount(0);
  await page.goto(`/users/${una?.id}/attachments`);
  await expect(
    page.getByRole("row", { name: /Not sent: somebody decided so .*Your library account/ }),
  ).toBeVisible();

  await page.goto("/run-a-job/update-users?scope=mine");
  await page.getByRole("link", { name: "Leavers of spring" }).click();
  await page.getByRole("checkbox", { name: "Purge date" }).check();
  await page.getByLabel("New purge date").fill("2020-01-31");
  await page.getByLabel("Condition on the purge date").selectOption("Only if it is empty");
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByText("None of 3 members would be changed.")).toBeVisible();
  await expect(page.getByText("There is nothing to run.")).toBeVisible();
});

test("a set that is deleted while its wizard is open is refused, and changes nobody", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("userManager");
  await page.goto("/run-a-job/update-users");
  await page.getByRole("link", { name: "Leavers of spring" }).click();
  await page.getByRole("checkbox", { name: "Campus" }).check();
  await page.getByLabel("New campus").fill("NORTH");
  await page.getByRole("button", { name: "Review" }).click();
  await page.getByRole("button", { name: "Update 3 users …" }).click();
  await library.ask("DELETE FROM patron.sets WHERE name = 'Leavers of spring'");
  const question = page.getByRole("alertdialog");
  await question.getByRole("textbox").fill("3");
  await question.getByRole("button", { name: "Update 3 users" }).click();
  await expect(
    page.getByText("There is no such set any more, or it is somebody's private set."),
  ).toBeVisible();
  await page.getByRole("button", { name: "Show the preview anew" }).click();
  await expect(page.getByLabel("New campus")).toHaveValue("NORTH");
  await expect(page.getByText("There is no such set")).toBeVisible();
  expect(
    await library.ask(
      "SELECT FROM patron.users WHERE campus = 'NORTH' AND primary_id LIKE '00up%'",
    ),
  ).toEqual([]);
});
