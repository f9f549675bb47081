import type { CollectionBeforeChangeHook } from 'payload';

/**
 * When a record was made and changed is the database's to say: Payload would take both from the body of a request. The
 * product's own code may still set them, for records that it brings from elsewhere.
 */
export const keepClock: CollectionBeforeChangeHook = ({ data, operation, originalDoc, req }) => {
  if (req.payloadAPI !== 'REST') return data;
  const { createdAt: _made, updatedAt: _changed, ...rest } = data;
  return operation === 'update' ? { ...rest, createdAt: originalDoc?.createdAt } : rest;
};
