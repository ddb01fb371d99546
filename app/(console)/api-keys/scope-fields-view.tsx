import { CheckboxField } from "#components/checkbox-field.tsx";
import { fieldId } from "#components/field-errors.ts";
import type { Permission } from "#lib/permissions.ts";
import { scopeWords } from "#lib/scope-words.ts";

interface Props {
  legend: string;
  lead?: string;
  name: string;
  scopes: readonly Permission[];
  errors: string[] | undefined;
}

export function ScopeFields({ legend, lead, name, scopes, errors }: Props) {
  const errorId = `${name}-error`;
  return (
    <fieldset id={fieldId(name)} className="grid gap-3" aria-describedby={errorId}>
      <legend className="pb-2 font-medium">{legend}</legend>
      {lead && <p className="text-muted max-w-prose pb-1">{lead}</p>}
      {scopes.map((scope) => (
        <CheckboxField
          key={scope}
          id={`scope-${scope}`}
          name={name}
          value={scope}
          label={scopeWords[scope]}
          help={<span className="font-mono">{scope}</span>}
        />
      ))}
      <p id={errorId} className="text-danger empty:hidden">
        {errors?.join(" ")}
      </p>
    </fieldset>
  );
}
