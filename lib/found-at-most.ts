/** Users that one look-up brings at most: who is meant is then asked for more exactly. */
export const foundAtMost = 2_000;
