import { expect, expectAccessible, test } from "./fixtures.ts";

test("who does nothing is told two minutes ahead, stays signed in by a key, and is told when it is over", async ({
  page,
  library,
  signIn,
}) => {
  test.setTimeout(150_000);
  await page.clock.install();
  await signIn("auditor");
  const idleFor = (minutes: number) =>
    library.ask(
      "UPDATE console.staff_sessions SET updated_at = now() - make_interval(secs => $1)",
      [minutes * 60],
    );
  const idle = async () =>
    (
      await library.ask<{ seconds: number }>(
        "SELECT extract(epoch FROM now() - max(updated_at))::int AS seconds FROM console.staff_sessions",
      )
    )[0]?.seconds;

  // Nobody is asked while something is done elsewhere.
  await page.clock.fastForward("28:00");
  const question = page.getByRole("alertdialog", { name: "Are you still there?" });
  await expect(question).toHaveCount(0);

  const field = page.getByRole("button", { name: "Find a setting" });
  await field.focus();
  await idleFor(28.5);
  await page.clock.fastForward("28:00");
  const stay = question.getByRole("button", { name: "Stay signed in" });
  await expect(stay).toBeFocused();
  await expect(question.getByText(/You are signed out in 1 min/)).toBeVisible();
  expect(await idle()).toBeGreaterThan(120);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(question).toHaveCount(0);
  await expect(field).toBeFocused();
  expect(await idle()).toBeLessThan(60);

  // What another tab does is heard of.
  await idleFor(28.5);
  await page.clock.fastForward("28:00");
  await expect(question).toBeVisible();
  await idleFor(0);
  await page.clock.fastForward("00:11");
  await expect(question).toHaveCount(0);

  await idleFor(31);
  await page.clock.fastForward("28:00");
  const over = page.getByRole("alertdialog", { name: "Your session is over" });
  await expect(over.getByRole("alert")).toContainText("What you entered is still on this page");
  await expect(over.getByRole("link", { name: "Sign in (new tab)" })).toBeVisible();
  // Nobody who passes by reads the page, and to go back takes a session.
  const heading = page.getByRole("heading", { level: 1, name: "Overview", includeHidden: true });
  await expect(heading).toBeAttached();
  await expect(heading).toBeHidden();
  await over.getByRole("button", { name: "Back to the page" }).click();
  await expect(over.getByText("Nobody is signed in here yet.")).toBeVisible();
  await expect(heading).toBeHidden();
  await expectAccessible(page);
});

test("what was typed is there for who signs in again, and for nobody else", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  const left = await page.context().newPage();
  await left.goto("/institution");
  const name = left.getByRole("textbox", { name: "Name", exact: true, includeHidden: true });
  await name.fill("A name that nobody saved");
  const comeBack = () =>
    left.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

  await library.ask("DELETE FROM console.staff_sessions");
  await comeBack();
  const over = left.getByRole("alertdialog", { name: "Your session is over" });
  await expect(over).toBeVisible();
  await expect(name).toBeHidden();
  await signIn("generalSystemAdministrator");
  await over.getByRole("button", { name: "Back to the page" }).click();
  await expect(over).toHaveCount(0);
  await expect(name).toBeVisible();
  await expect(name).toHaveValue("A name that nobody saved");

  await library.ask("DELETE FROM console.staff_sessions");
  await signIn("auditor");
  await comeBack();
  const another = left.getByRole("alertdialog", { name: "Somebody else is signed in here now" });
  await expect(another.getByRole("button")).toHaveText(["Load the page anew"]);
  await expect(name).toBeHidden();
  await expectAccessible(left);
  left.on("dialog", (leaving) => void leaving.accept());
  await another.getByRole("button", { name: "Load the page anew" }).click();
  await expect(name).toHaveCount(0);
  await expect(another).toHaveCount(0);
});
