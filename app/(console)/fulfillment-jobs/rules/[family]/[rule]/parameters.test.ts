import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { FormState } from "#lib/form-state.ts";
import { Parameters } from "./parameters-form.tsx";

const codes = { library: [], location: [], userGroup: [], statisticalCategory: [] };

test.each<[string, FormState, number]>([
  ["no error", { status: "idle" }, 0],
  ["one", { status: "invalid", fields: { when: ["A rule needs a parameter."] } }, 1],
])("with %s to tell, the button is described by what is there", (_, state, described) => {
  const props = { family: "loans" as const, codes, drafts: [], setDrafts: () => {}, state };
  const page = renderToStaticMarkup(createElement(Parameters, props));
  const ids = [...page.matchAll(/aria-describedby="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toHaveLength(described);
  for (const id of ids) expect(page).toContain(`id="${id}"`);
});
