/** What went wrong, where something did. */
export function Problem({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p className="dft-notice dft-notice--error" role="alert">
      {text}
    </p>
  );
}
