export const tablesCookie = "lethe-tables";
const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];

export const densityOf = (value: string | undefined): Density =>
  densities.find((density) => density === value) ?? "comfortable";
