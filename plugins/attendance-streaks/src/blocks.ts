import type { Block, BlocksAnswer, PluginContext, TabInput } from '../../sdk/index.ts';
import { DEFAULT_THRESHOLD, type Settings } from './count.ts';
import { loadRun, loadSummary } from './store.ts';

/** The start page: the longest runs of pupils whom the viewer may see, and how the runs of all are spread. */
export async function bestBlocks(context: PluginContext<Settings>): Promise<BlocksAnswer> {
  const { both } = context;
  const again: Block = { kind: 'action', action: 'recount', label: both('countAgain'), tone: 'secondary' };
  const summary = await loadSummary(context);
  if (summary === undefined) return { blocks: [{ kind: 'callout', text: both('notCounted') }, again] };
  const names = await namesOf(
    context,
    summary.best.map(({ id }) => id),
  );
  const threshold = context.settings.threshold ?? DEFAULT_THRESHOLD;
  return {
    blocks: [
      { kind: 'stat', label: both('upTo'), value: summary.through },
      {
        kind: 'stat',
        label: both('absentNow', { days: threshold }),
        value: summary.absent,
        tone: summary.absent > 0 ? 'warning' : 'good',
      },
      {
        kind: 'table',
        title: both('best'),
        columns: [
          { key: 'pupil', label: both('pupil') },
          { key: 'days', label: both('days'), format: 'number' },
          { key: 'since', label: both('since'), format: 'date' },
        ],
        rows: summary.best.flatMap(({ id, days, since }) => {
          const pupil = names.get(id);
          return pupil === undefined ? [] : [{ pupil, days, since }];
        }),
        empty: both('none'),
      },
      {
        kind: 'chart',
        title: both('spread'),
        shape: 'bar',
        unit: both('pupils'),
        series: [
          {
            label: both('pupils'),
            points: summary.spread.map(({ label, pupils }) => ({ label, value: pupils })),
          },
        ],
      },
      again,
    ],
  };
}

/** The card on a pupil's page. What is kept knows no viewer, so it is shown only for a pupil whom the viewer can read. */
export async function streakBlocks(
  { recordId }: TabInput,
  context: PluginContext<Settings>,
): Promise<BlocksAnswer> {
  const { both, settings } = context;
  if (!(await namesOf(context, [recordId])).has(recordId))
    return { blocks: [{ kind: 'callout', text: both('notVisible') }] };
  const run = await loadRun(context, recordId);
  if (run === undefined) return { blocks: [{ kind: 'callout', text: both('noRun') }] };
  const isLong = run.kind === 'absent' && run.days >= (settings.threshold ?? DEFAULT_THRESHOLD);
  return {
    blocks: [
      {
        kind: 'stat',
        label: both(run.kind === 'absent' ? 'runAbsent' : 'runPresent'),
        value: run.days,
        tone: isLong ? 'bad' : run.kind === 'absent' ? 'warning' : 'good',
      },
      { kind: 'stat', label: both('since'), value: run.since },
    ],
  };
}

async function namesOf(context: PluginContext<Settings>, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const answer = await context.students.read({ ids });
  if (!answer.ok) throw new Error(`The pupils could not be read: ${answer.code}`);
  const isArabic = context.language === 'ar';
  return new Map(
    answer.value.items.map(({ id, displayName = '', displayNameAr }) => [
      id,
      isArabic ? (displayNameAr ?? displayName) : displayName,
    ]),
  );
}
