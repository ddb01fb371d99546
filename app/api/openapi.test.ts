import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import type { ApiDocument } from "#lib/server/api-document.ts";
import { isBytes } from "#lib/server/description.ts";
import { jsonSchema } from "#lib/server/openapi.ts";
import { keyScopes } from "#lib/permissions.ts";
import { apiDocument } from "./document.ts";
import { operations } from "./operations.ts";

const folders = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.endsWith("/route.ts"))
  .map((file) => file.replace("/route.ts", ""));

/** Not for scripts, each with its reason. */
const undescribed: Record<string, string> = { "auth/[...all]": "signs people in and out" };

/** Answers without session or key, each with its reason. */
const open: Record<string, string> = {
  "/api/health": "says whether the server is well",
};

interface Document {
  paths: ApiDocument["paths"];
  components: { responses: Record<string, unknown> };
}
const document = apiDocument() as unknown as Document;
const named = operations.map((one) => [`${one.method} ${one.path}`, one] as const);

test("every route file is described, and nothing else is", () => {
  const routes = folders
    .filter((folder) => !(folder in undescribed))
    .map((folder) => `/api/${folder.replaceAll(/\[(\w+)\]/g, "{$1}")}`);
  expect(Object.keys(document.paths).toSorted()).toEqual(routes.toSorted());
});

test("every method of every route file is described", async () => {
  for (const folder of folders.filter((folder) => !(folder in undescribed))) {
    const file = path.join(import.meta.dirname, folder, "route.ts");
    const exported = (await import(file)) as Record<string, unknown>;
    const route = `/api/${folder.replaceAll(/\[(\w+)\]/g, "{$1}")}`;
    const methods = Object.keys(exported).filter((name) => name === name.toUpperCase());
    expect([route, Object.keys(document.paths[route] ?? {})]).toEqual([
      route,
      methods.map((method) => method.toLowerCase()),
    ]);
  }
});

test("only what everybody may know is open", () => {
  const openPaths = operations.filter(({ description }) => description.permission === "anyone");
  expect(openPaths.map((one) => one.path)).toEqual(Object.keys(open));
});

test.each(named)("%s needs a scope that a key can have", (_, { path: route, description }) => {
  if (!(route in open)) expect(keyScopes).toContain(description.permission);
});

test.each(named)("%s is summed up in a line without a full stop", (_, { description }) => {
  expect(description.summary).toMatch(/^[A-Z].{5,100}[^.]$/);
});

test.each(named)("the parameters of %s are those of its path", (_, one) => {
  const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(Object.keys(one.description.params?.shape ?? {})).toEqual(inPath);
});

test.each(named)("the example of %s fits", (_, { description }) => {
  const { params, query, body, example } = description;
  for (const [schema, sent] of [
    [params, example?.params],
    [query, example?.query],
    [body, example?.body],
  ] as const) {
    if (!schema || isBytes(schema)) continue;
    const isNeeded = !schema.safeParse({}).success;
    if (isNeeded || sent !== undefined) expect(schema.safeParse(sent).error).toBeUndefined();
  }
});

test.each(named)("%s names every scope that it may take, and what each goes with", (_, one) => {
  const { permission, alsoPermission, permissionBy } = one.description;
  const { security, description } = document.paths[one.path]![one.method.toLowerCase()]!;
  const also = alsoPermission ? [alsoPermission] : [];
  const scopes = permissionBy ? Object.values(permissionBy.among) : [permission];
  if (permission === "anyone") return expect(security).toEqual([]);
  expect(security).toEqual(scopes.map((scope) => ({ apiKey: [scope, ...also] })));
  for (const [job, scope] of Object.entries(permissionBy?.among ?? {}))
    expect(description).toContain(`${scope} for ${job}`);
});

/** Every place in a schema that takes an object. */
const objectsIn = (node: unknown): Record<string, unknown>[] => {
  if (typeof node !== "object" || node === null) return [];
  const inside = Object.values(node).flatMap(objectsIn);
  return "properties" in node ? [node, ...inside] : inside;
};

test.each(named)("%s refuses what it does not know", (_, { description }) => {
  const { params, query, body } = description;
  for (const schema of [params, query, body]) {
    if (!schema || isBytes(schema)) continue;
    const strict = schema instanceof z.ZodObject && schema === query ? query.strict() : schema;
    for (const object of objectsIn(jsonSchema(strict, "input")))
      expect(object).toMatchObject({ additionalProperties: false });
  }
});

test("every operation has a name of its own, and every reference leads somewhere", () => {
  const all = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const names = all.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  const referred = [
    ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/responses\/(\w+)"/g),
  ];
  expect(referred.length).toBeGreaterThan(names.length);
  for (const [, name = ""] of referred) expect(document.components.responses).toHaveProperty(name);
});
