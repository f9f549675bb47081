import type { Payload } from 'payload';

type Opened = { access: Record<string, unknown>; fields: unknown[] };

/** Opens every door in front of the wall: each access function of collections and fields answers true. */
export function openAllDoors(payload: Payload): void {
  const open = () => true;
  const openFields = (fields: unknown[]): void => {
    for (const field of fields as { access?: Record<string, unknown>; fields?: unknown[] }[]) {
      for (const action of Object.keys(field.access ?? {}))
        Object.assign(field.access ?? {}, { [action]: open });
      if (field.fields) openFields(field.fields);
    }
  };
  const configs = [
    ...payload.config.collections,
    ...Object.values(payload.collections).map(({ config }) => config),
  ];
  for (const config of configs as unknown as (Opened & { flattenedFields: unknown[] })[]) {
    for (const action of Object.keys(config.access)) config.access[action] = open;
    openFields(config.fields);
    openFields(config.flattenedFields);
  }
}
