/** Apart from staff-fields.ts, so that who only says so in a sentence needs no schema. */
export const passwordCharacters = { min: 12, max: 200 } as const;
