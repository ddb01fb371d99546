/**
 * The expected "no": shown to people word for word, so it is one clear sentence without patron data.
 * Everything else that is thrown is a bug.
 */
export class Refusal extends Error {
  override name = "Refusal";
}

/** Changed since it was read: a form says what of it still stands. `what` with its verb. */
export class Stale extends Refusal {
  override name = "Stale";

  constructor(what: string, by = "somebody else") {
    super(`${what} changed by ${by} meanwhile. Nothing was saved.`);
  }
}

/** What was asked for is not there. A script gets 404. */
export class NotFound extends Refusal {
  override name = "NotFound";
}

/** Too much of its kind is under way already. A script gets 503. */
export class Busy extends Refusal {
  override name = "Busy";
}
