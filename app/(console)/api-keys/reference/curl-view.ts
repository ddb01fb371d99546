import type { Entry } from "./reference-query.ts";

/** A command that a shell takes as it stands, with the key in a variable. */
export function curlOf({ method, path, operation }: Entry, origin: string): string {
  const json = operation.requestBody?.content["application/json"];
  const bytes = Object.keys(operation.requestBody?.content ?? {}).find((type) => !json && type);
  const parts = [
    `curl${method === "GET" ? "" : ` -X ${method}`}`,
    ...(operation.security.length > 0 ? [`-H "Authorization: Bearer $LETHE_KEY"`] : []),
    ...(json
      ? [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(json.example))}`]
      : []),
    ...(bytes ? [`-H 'Content-Type: ${bytes}'`, "--data-binary @FILE"] : []),
    quoted(`${origin}${filled(path, operation.parameters)}`),
  ];
  return parts.join(" \\\n  ");
}

function filled(path: string, parameters: Entry["operation"]["parameters"]): string {
  const inPath = (whole: string, name: string) => {
    const sent: unknown = parameters.find((one) => one.in === "path" && one.name === name)?.example;
    return typeof sent === "string" || typeof sent === "number" ? String(sent) : whole;
  };
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: place, example }) =>
      place !== "query" || example === undefined
        ? []
        : (Array.isArray(example) ? example : [example]).map((value) => [name, String(value)]),
    ),
  );
  const address = path.replaceAll(/\{(\w+)\}/g, inPath);
  return query.size > 0 ? `${address}?${query}` : address;
}

/** For a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
