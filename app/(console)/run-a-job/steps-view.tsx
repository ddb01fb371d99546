const steps = ["Select a job", "Select a set", "Enter parameters", "Review and confirm"] as const;

/** Where in the wizard one is. */
export const Steps = ({ current }: { current: (typeof steps)[number] }) => (
  <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-1 border-b pb-3">
    {steps.map((step, index) => (
      <li
        key={step}
        aria-current={step === current ? "step" : undefined}
        className={step === current ? "font-medium" : "text-muted"}
      >
        {index + 1}. {step}
      </li>
    ))}
  </ol>
);
