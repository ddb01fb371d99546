import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { jobName } from "#db/schema/index.ts";
import { noNames } from "#lib/code-names.ts";
import { FrozenSettings, Told } from "./frozen-settings-view.tsx";

test.each(jobName.enumValues)(
  "a report of %s says that another version froze what it cannot read",
  (job) => {
    const run = { job, frozen: { somethingElse: true } };
    expect(renderToStaticMarkup(createElement(Told, { run, set: null, names: noNames }))).toContain(
      "Settings of another version",
    );
  },
);

test("what this version froze is read", () => {
  const frozen = { periods: { OVERDUE: 30 } };
  const names = { ...noNames, letterType: new Map([["OVERDUE", "Overdue Notice"]]) };
  const page = renderToStaticMarkup(
    createElement(Told, { run: { job: "letters-purge", frozen }, set: null, names }),
  );
  expect(page).toContain("Overdue Notice");
});

test("of a run that is only proposed nothing is told as if it had begun", () => {
  const run = {
    job: "letters-purge",
    cutOff: "2026-03-01",
    timeZone: "UTC",
    expected: 1_204,
    frozen: { periods: { OVERDUE: 30 } },
  } as const;
  const page = (isProposed: boolean) =>
    renderToStaticMarkup(
      createElement(FrozenSettings, { run, isProposed, set: null, names: noNames }),
    );
  expect(page(true)).toContain("What it would be told");
  expect(page(true)).not.toMatch(/it was told|Before it began/);
  expect(page(false)).toMatch(/What it was told.*Before it began, 1,204 letters were to go/s);
});
