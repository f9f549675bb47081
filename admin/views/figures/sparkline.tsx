const WIDTH = 100;
const HEIGHT = 28;

/** The course of a figure without words, the oldest on the left in every language; gaps where there was none. */
export function Sparkline({ values }: { values: (number | undefined)[] }) {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return <svg aria-hidden="true" className="figures__spark" />;
  const [low, high] = [Math.min(0, ...known), Math.max(...known)];
  const y = (value: number) => HEIGHT - 2 - ((value - low) / (high - low || 1)) * (HEIGHT - 4);
  const points = values.flatMap((value, index) =>
    value === undefined ? [] : [`${(index / (values.length - 1)) * WIDTH},${y(value)}`],
  );
  return (
    <svg
      aria-hidden="true"
      className="figures__spark"
      preserveAspectRatio="none"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      <polyline points={points.join(' ')} />
    </svg>
  );
}
