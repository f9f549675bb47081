import type { TrailEntry } from '../../../core/observability/browser.ts';
import { formatMoment } from '../../components/language.ts';
import type { RecordLabels } from './record-labels.ts';
import type { AuditTexts } from './texts.ts';

type AuditEntryProps = { entry: TrailEntry; labels: RecordLabels; texts: AuditTexts; zone: string };

const TONES: Record<string, string> = {
  failure: ' dft-badge--warning',
  denied: ' dft-badge--warning',
  alarm: ' dft-badge--error',
};

/** One entry: a line that says who did what to whom, and behind it what changed and from where. */
export function AuditEntry({ entry, labels, texts, zone }: AuditEntryProps) {
  const records = labels[entry.subject.collection ?? ''];
  return (
    <details className="audit__entry" data-testid="audit-entry">
      <summary>
        <time className="dft-number audit__at" dateTime={entry.at} dir="ltr">
          {formatMoment(entry.at, zone, true)}
        </time>
        <span className="audit__what">
          <strong>{actionName(entry, labels, texts)}</strong>
          {entry.subject.label && entry.subject.label !== entry.actor.label && (
            <bdi className="dft-break">{entry.subject.label}</bdi>
          )}
        </span>
        <span className="audit__who">
          <bdi className="dft-break">{entry.actor.label ?? texts.actors[entry.actor.kind]}</bdi>
          {entry.actor.kind !== 'user' && entry.actor.label && (
            <span className="dft-muted">{texts.actors[entry.actor.kind]}</span>
          )}
        </span>
        <span className="audit__badges">
          <span className="dft-badge">{texts.kinds[entry.category]}</span>
          {entry.outcome !== 'success' && (
            <span className={`dft-badge${TONES[entry.outcome] ?? ''}`}>{texts.outcomes[entry.outcome]}</span>
          )}
        </span>
      </summary>
      <div className="dft-stack dft-stack--tight audit__detail">
        <Difference entry={entry} fields={records?.fields ?? {}} texts={texts} />
        <dl className="audit__facts">
          {Object.entries(entry.details ?? {}).map(([name, value]) => (
            <Fact key={name} name={texts.detailNames[name] ?? name} value={shown(value, texts)} />
          ))}
          <Fact name={texts.ip} value={entry.ip} />
          <Fact name={texts.device} value={entry.userAgent} />
          <Fact name={texts.request} value={entry.requestId} />
          <Fact name={texts.code} value={entry.action} />
        </dl>
      </div>
    </details>
  );
}

function Difference({
  entry,
  fields,
  texts,
}: {
  entry: TrailEntry;
  fields: Record<string, string>;
  texts: AuditTexts;
}) {
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  if (names.length === 0) return null;
  const cell = (values: Record<string, unknown> | null, name: string) =>
    values === null || !(name in values) ? '' : shown(values[name], texts);
  return (
    <div className="dft-table-wrap">
      <table className="dft-table dft-table--stack">
        <thead>
          <tr>
            <th scope="col">{texts.field}</th>
            {entry.before && <th scope="col">{texts.before}</th>}
            {entry.after && <th scope="col">{texts.after}</th>}
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{fields[name] ?? name}</bdi>
              </th>
              {entry.before && (
                <td data-label={texts.before}>
                  <bdi className="dft-break audit__before">{cell(entry.before, name)}</bdi>
                </td>
              )}
              {entry.after && (
                <td data-label={texts.after}>
                  <bdi className="dft-break">{cell(entry.after, name)}</bdi>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (value === null || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi className="dft-break">{value}</bdi>
      </dd>
    </div>
  );
}

function actionName({ action, subject }: TrailEntry, labels: RecordLabels, texts: AuditTexts): string {
  const known = texts.actions[action];
  if (known) return known;
  const verb = texts.verbs[action.split('.').at(-1) ?? ''];
  const records = labels[subject.collection ?? '']?.name;
  return verb && records ? `${verb} · ${records}` : action;
}

function shown(value: unknown, texts: AuditTexts): string {
  if (value === null || value === undefined || value === '') return texts.empty;
  if (value === true) return texts.yes;
  if (value === false) return texts.no;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
