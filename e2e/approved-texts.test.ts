import { expect, expectAccessible, test } from "./fixtures.ts";
import { importFiles, startRun } from "./steps.ts";

const letter = "It closes soon. Write to us if you come back.";

test("who approves an update reads what was written for it, and who may not see users does not", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(180_000);
  await importFiles(library, {
    "users.csv": [
      "primary_id,last_name,email",
      "00apt1,Approvewell,one@approve.example.org",
      "00apt2,Approvelate,two@approve.example.org",
    ],
  });
  await library.ask(`WITH made AS (INSERT INTO patron.sets (name, private, kind)
      VALUES ('Leavers to approve', false, 'itemized') RETURNING id)
    INSERT INTO patron.set_members SELECT made.id, u.id FROM made, patron.users u WHERE u.primary_id LIKE '00apt%'`);
  await library.ask("UPDATE console.run_limits SET approval_above = 1");
  const change = async (...roles: Parameters<typeof signIn>) => {
    const { href } = new URL(page.url());
    await page.context().clearCookies();
    await signIn(...roles);
    await page.goto(href);
  };

  await signIn("userManager");
  await page.goto("/run-a-job/update-users?scope=public");
  await page.getByRole("link", { name: "Leavers to approve" }).click();
  await page.getByRole("checkbox", { name: "Send notification" }).check();
  await page.getByLabel("Who gets it").selectOption("Every member");
  await page.getByLabel("Subject").fill("Your library account");
  await page.getByLabel("Text of the letter").fill(letter);
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByRole("figure", { name: "Your library account" })).toContainText(letter);
  await startRun(page, { deed: "Notify 2 users", otherwise: "Change nothing", number: 2 });
  await expect(page.getByText("You asked for this run.")).toBeVisible();
  await expect(page.getByRole("figure", { name: "Your library account" })).toContainText(letter);

  await change("fulfillmentAdministrator");
  await expect(page.getByText("is not shown to you")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/It closes soon|Your library account/);

  await change("userAdministrator");
  await expect(page.getByRole("figure", { name: "Your library account" })).toContainText(letter);
  await expect(page.getByRole("link", { name: "The preview as it is now" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByLabel("Type 2 to approve").fill("2");
  await page.getByRole("button", { name: "Approve and start" }).click();
  await expect(page.getByText("Completed successfully")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("main")).not.toContainText("It closes soon");
  await library.ask("UPDATE console.run_limits SET approval_above = NULL");
});
