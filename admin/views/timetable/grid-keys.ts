import type { KeyboardEvent } from 'react';

const STEPS: Record<string, readonly [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Where an arrow key leads in a grid: the place, or undefined for other keys and at the edges. In a page from right to left
 * the key to the right leads to the column before.
 */
export function placeAfter(
  key: string,
  at: { row: number; column: number },
  size: { rows: number; columns: number },
  isRightToLeft: boolean,
): { row: number; column: number } | undefined {
  const step = STEPS[key];
  if (!step) return undefined;
  const row = at.row + step[0];
  const column = at.column + (isRightToLeft ? -step[1] : step[1]);
  return row >= 0 && row < size.rows && column >= 0 && column < size.columns ? { row, column } : undefined;
}

/** Moves the focus between the cells of a table whose buttons carry `data-row` and `data-column`. */
export function moveInGrid(event: KeyboardEvent<HTMLElement>, size: { rows: number; columns: number }): void {
  if (!(event.target instanceof HTMLElement)) return;
  const { row, column } = event.target.dataset;
  if (row === undefined || column === undefined) return;
  const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
  const next = placeAfter(event.key, { row: Number(row), column: Number(column) }, size, isRightToLeft);
  if (!next) return;
  event.preventDefault();
  const cell = `[data-row="${next.row}"][data-column="${next.column}"]`;
  event.currentTarget.querySelector<HTMLElement>(cell)?.focus();
}
