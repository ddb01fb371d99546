/** "Alumni" → "Alumni (copy)", then "Alumni (copy 2)" …, cut so that it fits into `longest` characters. */
export function copyName(name: string, copy: number, longest: number): string {
  const ending = copy === 1 ? " (copy)" : ` (copy ${copy})`;
  return name.slice(0, longest - ending.length) + ending;
}
