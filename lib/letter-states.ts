/** How a letter to a patron stands, or several. */
export const letterStates = {
  sent: "Sent",
  waiting: "Waiting to be sent",
  sending: "Being sent",
  failed: "Not sent: the mail server refused five times",
  unknown: "Not known: handed over, and no answer came",
  withheld: "Not sent: somebody decided so",
  kept: "Not sent within a day, and not any more",
} as const;

export type LetterState = keyof typeof letterStates;
