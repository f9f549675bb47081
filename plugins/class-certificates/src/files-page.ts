import type { Block, BlocksAnswer, PluginContext } from '../../sdk/index.ts';

/** A page has room for forty blocks, and each file needs two buttons. */
const WITH_BUTTONS = 15;

/** The files that were made, newest first, with buttons to take them or to delete them. */
export async function filesPage({ files, both }: PluginContext<unknown>): Promise<BlocksAnswer> {
  const list = await files.list({ limit: WITH_BUTTONS });
  if (!list.ok) throw new Error(`The files could not be read: ${list.code}.`);
  const { items } = list.value;
  const table: Block = {
    kind: 'table',
    title: both('latest'),
    empty: both('empty'),
    columns: [
      { key: 'name', label: both('column-name') },
      { key: 'time', label: both('column-time'), format: 'dateTime' },
      { key: 'size', label: both('column-size'), format: 'number' },
    ],
    rows: items.map(({ name, createdAt, bytes }) => ({
      name,
      time: createdAt,
      size: Math.ceil(bytes / 1024),
    })),
  };
  const buttons = items.flatMap(({ fileId, name }): Block[] => {
    const shown = name.length > 40 ? `${name.slice(0, 39)}…` : name;
    return [
      {
        kind: 'action',
        action: 'download',
        label: both('download-one', { name: shown }),
        values: { fileId },
      },
      {
        kind: 'action',
        action: 'delete',
        label: both('delete-one', { name: shown }),
        values: { fileId },
        tone: 'danger',
      },
    ];
  });
  return { blocks: [table, ...buttons] };
}
