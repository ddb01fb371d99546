import { Code } from "./code-view.tsx";

/** What holds for every request. */
export const Introduction = ({ origin }: { origin: string }) => (
  <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
    <p className="max-w-prose">
      A script sends its key with every request. A refusal is one sentence under{" "}
      <code className="font-mono">error</code>, with 400 when something does not fit, 401 and 403
      for the key, 404 when there is no such thing, 409 when it is refused as things stand, 413 when
      it is too large, 429 after too many wrong keys, and 503 while the database is away.
    </p>
    <Code label="Example of a request with a key">
      {`LETHE_KEY=lethe_…\ncurl -H "Authorization: Bearer $LETHE_KEY" \\\n  '${origin}/api/overview'`}
    </Code>
  </div>
);
