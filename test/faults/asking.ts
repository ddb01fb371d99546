import { POST } from "#app/api/job-runs/route.ts";
import { openDatabase } from "#db/client.ts";
import { isAway, sqlState } from "#db/errors.ts";
import { startRun } from "#jobs/engine/start.ts";
import { Refusal } from "#lib/refusal.ts";

/*
 * A process of the console, asked for one run by many at once: by a script that sends its request again,
 * and by presses of the button. Answers with the run that each was told, null for who was refused.
 */

export interface Asked {
  apiKey: string;
  idempotencyKey: string;
  /** Requests, and presses. */
  requests: number;
  presses: number;
}
export interface Told {
  byScript: (number | null)[];
  byScreen: (number | null)[];
}

/** Who finds the console too busy asks again, as a script does. */
async function post(asked: Asked): Promise<number | null> {
  const { apiKey, idempotencyKey } = asked;
  const response = await POST(
    new Request("http://localhost:3000/api/job-runs", {
      method: "POST",
      headers: {
        host: "localhost:3000",
        authorization: `Bearer ${apiKey}`,
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify({ job: "anonymization" }),
    }),
    { params: Promise.resolve({}) },
  );
  if (response.status >= 500) return post(asked);
  const { id } = (await response.json()) as { id?: number };
  return response.status === 202 && id !== undefined ? id : null;
}

/** The screens', beside the API's own. */
const screens = openDatabase(process.env.DATABASE_URL);

/** A second press of the button is told that the job is running. */
async function press(): Promise<number | null> {
  try {
    const { id } = await screens.transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "screen", confirm: 1_000_000 }),
    );
    return id;
  } catch (error) {
    if (error instanceof Refusal) return null;
    if (isAway(sqlState(error))) return press();
    throw error;
  }
}

const times = <T>(n: number, one: () => Promise<T>) => Promise.all(Array.from({ length: n }, one));

process.on("message", (asked: Asked) => {
  void Promise.all([times(asked.requests, () => post(asked)), times(asked.presses, press)]).then(
    ([byScript, byScreen]) => process.send?.({ byScript, byScreen } satisfies Told),
  );
});
process.once("disconnect", () => process.exit());
