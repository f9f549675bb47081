import { Fragment, type ReactNode } from 'react';

/** A sentence with `{placeholders}`; every value is isolated, so that it cannot turn the words around it. */
export function Phrase({ text, values }: { text: string; values: Record<string, ReactNode> }) {
  return text.split(/\{(\w+)\}/).map((piece, index) =>
    index % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never move
      <Fragment key={index}>{piece}</Fragment>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <bdi className={isMoment(values[piece]) ? 'dft-nowrap' : undefined} key={index}>
        {values[piece]}
      </bdi>
    ),
  );
}

// A line must not end in the middle of a date.
function isMoment(value: ReactNode): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d(-\d\d|$)/.test(value);
}
