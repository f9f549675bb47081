import type { CollectionBeforeOperationHook } from 'payload';
import { AppError } from '../../kernel/index.ts';

/** The most rows of one list answer. */
export const MAX_ROWS = 200;

/**
 * Payload reads `limit=0` and `pagination=false` as "everything", and takes any number. Over REST both are
 * held to MAX_ROWS; the product's own code (no `payloadAPI` REST) may read more in one go.
 */
export const limitRows: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (operation !== 'read' || req.payloadAPI !== 'REST') return args;
  const { limit, pagination } = args as { limit?: number; pagination?: boolean };
  if (limit !== undefined && (limit > MAX_ROWS || limit < 0))
    throw new AppError('request.row_limit', { max: MAX_ROWS });
  if (limit === 0 || pagination === false) return { ...args, limit: limit || MAX_ROWS, pagination: true };
  return args;
};
