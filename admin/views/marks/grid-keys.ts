/** Where the cursor stands and how far the selection reaches; `anchor` is the cell it began at. */
export type Cursor = { row: number; column: number; anchor: { row: number; column: number } };
export type Size = { rows: number; columns: number };
export type Area = { top: number; bottom: number; start: number; end: number };

type Key = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean };
const PAGE = 10;

/**
 * Where a key moves the cursor; undefined for keys that do not move it. Left and right are those of the eye: in a
 * mirrored grid the next column is on the left. Tab moves along the row and leaves the grid at its end.
 */
export function movedCursor(cursor: Cursor, event: Key, size: Size, isMirrored: boolean): Cursor | undefined {
  const isJump = event.ctrlKey || event.metaKey;
  const along = isMirrored ? -1 : 1;
  const steps: Record<string, [rows: number, columns: number]> = {
    ArrowUp: [isJump ? -size.rows : -1, 0],
    ArrowDown: [isJump ? size.rows : 1, 0],
    ArrowRight: [0, along * (isJump ? size.columns : 1)],
    ArrowLeft: [0, -along * (isJump ? size.columns : 1)],
    PageUp: [-PAGE, 0],
    PageDown: [PAGE, 0],
    Home: [isJump ? -size.rows : 0, -size.columns],
    End: [isJump ? size.rows : 0, size.columns],
  };
  const isTab = event.key === 'Tab' && !isJump;
  if (isTab) {
    const column = cursor.column + (event.shiftKey ? -1 : 1);
    return column < 0 || column >= size.columns ? undefined : cursorAt(cursor.row, column);
  }
  const step = steps[event.key];
  if (!step) return undefined;
  const row = clamp(cursor.row + step[0], size.rows);
  const column = clamp(cursor.column + step[1], size.columns);
  return event.shiftKey ? { row, column, anchor: cursor.anchor } : cursorAt(row, column);
}

/** A cursor with nothing selected but its cell. */
export function cursorAt(row: number, column: number): Cursor {
  return { row, column, anchor: { row, column } };
}

/** The rectangle between the cursor and its anchor, both inclusive. */
export function areaOf({ row, column, anchor }: Cursor): Area {
  return {
    top: Math.min(row, anchor.row),
    bottom: Math.max(row, anchor.row),
    start: Math.min(column, anchor.column),
    end: Math.max(column, anchor.column),
  };
}

/** True for a key that types a character: it begins to overwrite the cell. */
export function isTyping({ key, ctrlKey, metaKey }: Key): boolean {
  return [...key].length === 1 && !ctrlKey && !metaKey;
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
