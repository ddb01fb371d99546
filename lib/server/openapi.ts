import { z } from "zod";
import manifest from "../../package.json" with { type: "json" };
import { upperFirst } from "../format.ts";
import { isBytes, type AnyDescription, type Bytes } from "./description.ts";
import type {
  ApiDocument,
  ApiOperation,
  ApiParameter,
  Content,
  JsonSchema,
} from "./api-document.ts";
import type { Operation as Served } from "./operations.ts";

type Operation = Omit<Served, "handler">;

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the operations, made from the schemas that their handlers parse by. */
export const openApi = (operations: readonly Operation[]): ApiDocument => ({
  openapi: "3.1.0",
  info: {
    title: "Lethe",
    version: manifest.version,
    license: { name: "Apache 2.0", identifier: "Apache-2.0" },
    description:
      "Everything the console's screens can do. A key goes into the header Authorization; an error is a sentence under error.",
  },
  servers: [{ url: "/" }],
  tags: [...new Set(operations.map(subjectOf))].map((name) => ({ name })),
  paths: pathsOf(operations),
  components: {
    securitySchemes: { apiKey: { type: "http", scheme: "bearer" } },
    responses: Object.fromEntries(
      Object.entries(failures).map(([status, description]) => [
        `Error${status}`,
        { description, content: { "application/json": { schema: errorSchema } } },
      ]),
    ),
  },
});

const errorSchema = {
  type: "object",
  properties: { error: { type: "string", description: "A sentence." } },
  required: ["error"],
};

const failures = {
  400: "Something does not fit.",
  401: "No key, or one that opens nothing.",
  403: "The key does not have the scope.",
  404: "There is no such thing.",
  409: "Refused as things stand.",
  413: "The body is too large.",
  429: "A wrong key was sent too many times.",
  503: "The database cannot be reached, or what is asked for is held by something large or takes too long: try again later.",
};
type Failure = keyof typeof failures;

function pathsOf(operations: readonly Operation[]): ApiDocument["paths"] {
  const paths: ApiDocument["paths"] = {};
  for (const operation of operations) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.method.toLowerCase()] = operationOf(operation);
  }
  return paths;
}

function operationOf(operation: Operation): ApiOperation {
  const { method, path, description } = operation;
  const { summary, params, query, body } = description;
  const details = detailsOf(description);
  return {
    operationId: idOf(method, path),
    tags: [subjectOf(operation)],
    summary,
    ...(details && { description: details }),
    security: scopesOf(description).map((scopes) => ({ apiKey: scopes })),
    parameters: [
      ...parametersOf(params, "path", description.example?.params),
      ...parametersOf(query, "query", description.example?.query),
      ...parametersOf(description.headers, "header"),
    ],
    ...(body && { requestBody: { required: true, content: contentOf(body, description.example) } }),
    responses: {
      [description.status ?? 200]: success(description),
      ...Object.fromEntries(
        failuresOf(method, description).map((status) => [
          status,
          { $ref: `#/components/responses/Error${status}` },
        ]),
      ),
    },
  };
}

/** Which of several goes with what OpenAPI cannot say: words do. */
const detailsOf = ({ details, permissionBy }: AnyDescription): string =>
  [
    ...(details ? [details] : []),
    ...(permissionBy
      ? [
          `Which scope it takes goes by the job: ${Object.entries(permissionBy.among)
            .map(([job, scope]) => `${scope} for ${job}`)
            .join(", ")}.`,
        ]
      : []),
  ].join(" ");

/** The scopes that a key needs, all of them; several such lists where that depends on what is asked for. */
const scopesOf = ({ permission, permissionBy, alsoPermission }: AnyDescription) =>
  permission === "anyone"
    ? []
    : [...new Set(permissionBy ? Object.values(permissionBy.among) : [permission])].map((scope) =>
        alsoPermission ? [scope, alsoPermission] : [scope],
      );

function parametersOf(
  schema: z.ZodObject | undefined,
  place: ApiParameter["in"],
  example: Json = {},
): ApiParameter[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...known } = jsonSchema(field, "input");
    return {
      name,
      in: place,
      required: place === "path" || !z.safeParse(field, undefined).success,
      ...(description !== undefined && { description }),
      schema: known,
      ...(name in example && { example: example[name] }),
    };
  });
}

function contentOf(body: z.ZodType | Bytes, example: AnyDescription["example"]): Content {
  if (isBytes(body)) return { [body.contentType]: {} };
  const sent = example?.body;
  const schema = jsonSchema(body, "input");
  return { "application/json": { schema, ...(sent !== undefined && { example: sent }) } };
}

const success = ({ answer, csv }: AnyDescription) => ({
  description: "Done.",
  content: {
    ...(answer && { "application/json": { schema: jsonSchema(answer, "output") } }),
    ...(csv && { "text/csv": { schema: { type: "string", description: csv } } }),
  },
});

function failuresOf(method: string, description: AnyDescription): Failure[] {
  const { permission, params, body, alsoRefuses = [] } = description;
  if (permission === "anyone") return [];
  const writes = method !== "GET";
  return [
    ...[400 as const, 401 as const, 403 as const],
    ...(params || alsoRefuses.includes(404) ? [404 as const] : []),
    ...(writes || alsoRefuses.includes(409) ? [409 as const] : []),
    ...(body ? [413 as const] : []),
    ...[429 as const, 503 as const],
  ];
}

/** Without what only repeats: the pattern of a format, the bounds of every whole number. */
export function jsonSchema(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema: node }) => {
      if (node.format) delete node.pattern;
      if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
      if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
    },
  });
  return made;
}

/** "/api/job-runs/{id}" → "Job runs" */
function subjectOf({ path, description }: Operation): string {
  if (description.permission === "anyone") return "Open to everyone";
  return upperFirst((path.split("/")[2] ?? "").replaceAll("-", " "));
}

/** GET "/api/job-runs/{id}" → "getJobRunsId" */
const idOf = (method: string, path: string) =>
  method.toLowerCase() +
  path
    .replace("/api/", "")
    .split(/[^a-z]+/i)
    .map(upperFirst)
    .join("");
