/** What Lethe's own API said no with: its sentence, status and whatever else it told. */
export class Answered extends Error {
  override name = "Answered";
  status: number;
  body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.error === "string" ? body.error : `Lethe answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

/** No answer came: the network, or a restart. Whether the request arrived, nobody knows. */
export class Unreached extends Error {
  override name = "Unreached";
  constructor(cause: unknown) {
    super("Lethe cannot be reached. Try again in a moment.", { cause });
  }
}

export const getJson = <T>(url: string, signal?: AbortSignal): Promise<T> =>
  fetchJson(url, { signal });

export const postJson = <T>(url: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  fetchJson(url, {
    method: "POST",
    signal,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

/** The JSON of a good answer; another is thrown as `Answered`, none as `Unreached`, or as why it was ended. */
export async function fetchJson<T>(url: string, request: RequestInit): Promise<T> {
  const response = await fetch(url, {
    ...request,
    headers: { accept: "application/json", ...request.headers },
  }).catch((error: unknown) => {
    throw error instanceof TypeError ? new Unreached(error) : error;
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  throw new Answered(response.status, isRecord(body) ? body : {});
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
