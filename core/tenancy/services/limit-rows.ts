import type { CollectionBeforeOperationHook } from 'payload';

/** The most rows of one list answer. */
export const MAX_ROWS = 200;

/**
 * Payload reads `limit=0` and `pagination=false` as "everything", and takes any number. Over REST every list is
 * held to MAX_ROWS, without an error: the panel itself asks for 250. The product's own code may read more in one go.
 */
export const limitRows: CollectionBeforeOperationHook = ({ args, operation, req }) => {
  if (operation !== 'read' || req.payloadAPI !== 'REST') return args;
  const { limit, pagination } = args as { limit?: number; pagination?: boolean };
  const isOpen = limit === 0 || pagination === false;
  const isTooMuch = limit !== undefined && !(limit >= 0 && limit <= MAX_ROWS);
  return isOpen || isTooMuch
    ? { ...args, limit: limit && !isTooMuch ? limit : MAX_ROWS, pagination: true }
    : args;
};
