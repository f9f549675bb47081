import type { CollectionBeforeChangeHook, PayloadRequest, Where } from 'payload';
import { AppError } from '../../kernel/index.ts';
import { idOf, viewerOf } from './permissions.ts';

/** Narrows a permitted request to rows: true for all of the school, a Where for some. */
export type RowRule = (req: PayloadRequest) => Promise<Where | boolean>;

/**
 * Holds the document that a person writes to the row rule. Payload asks access for the row as it was: without this,
 * a teacher could make a row for a pupil of another class, or move an own one there.
 */
export function keepInRows(rule: RowRule, permission: string): CollectionBeforeChangeHook {
  return async ({ data, originalDoc, req }) => {
    if (viewerOf(req)?.realm !== 'school') return data;
    const where = await rule(req);
    if (where !== true && !matches(where, { ...originalDoc, ...data }))
      throw new AppError('auth.forbidden', { permission });
    return data;
  };
}

// The rules of the product are lists of ids and "or" of such lists; anything else lets nothing pass.
function matches(where: Where | boolean, document: Record<string, unknown>): boolean {
  if (typeof where === 'boolean') return where;
  return Object.entries(where).every(([field, condition]) => {
    if (field === 'or') return (condition as Where[]).some((part) => matches(part, document));
    const { in: ids } = condition as { in?: unknown };
    const value = idOf(document[field]);
    return Array.isArray(ids) && value !== undefined && ids.includes(value);
  });
}
