/** A bar with its number, readable by eye and by a screen reader. */
export function ProgressBar({ percent, label }: { percent: number; label: string }) {
  const value = Math.max(0, Math.min(100, Math.round(percent)));
  return (
    <div className="dft-progress">
      <div
        aria-label={label}
        aria-valuemax={100}
        aria-valuemin={0}
        aria-valuenow={value}
        className="dft-progress__track"
        role="progressbar"
      >
        <div className="dft-progress__fill" style={{ inlineSize: `${value}%` }} />
      </div>
      <bdi className="dft-progress__number">{value}%</bdi>
    </div>
  );
}
