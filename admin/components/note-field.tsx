'use client';

type NoteFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** How the label and the field stand together, where a dialog does not say. */
  className?: string;
};

/** A note that goes with a decision, in either script. */
export function NoteField({ label, value, onChange, className }: NoteFieldProps) {
  return (
    <label {...(className === undefined ? {} : { className })}>
      {label}
      <textarea
        className="dft-input"
        dir="auto"
        maxLength={1000}
        onChange={(event) => onChange(event.target.value)}
        rows={3}
        value={value}
      />
    </label>
  );
}
