interface Props {
  /** What a field's `list` names. */
  id: string;
  values: readonly string[];
}

/** What may be chosen in a field, where something else may be entered, too. */
export const Suggestions = ({ id, values }: Props) => (
  <datalist id={id}>
    {values.map((value) => (
      <option key={value} value={value} />
    ))}
  </datalist>
);
