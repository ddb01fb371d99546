/** Set by `npm run test:long`: everything as often, and as large, as was asked for to be shown. */
export const isLong = process.env.LETHE_LONG === "1";

/** How many, where each takes its time: a few in `npm test`, all in the long form. */
export const cases = (short: number, long: number): number => (isLong ? long : short);
