import type { Language } from '../../../core/kernel/index.ts';
import type { SandboxStatus } from '../../../core/sandbox/index.ts';
import { counted, fill, formatNumber } from '../../components/format.ts';
import { SANDBOX_TEXTS } from './sandbox-texts.ts';

/** What the add-ons run in: the walls around them on this machine, and the processes that hold them. */
export function SandboxCard({ status, language }: { status: SandboxStatus | undefined; language: Language }) {
  const texts = SANDBOX_TEXTS[language];
  const number = (value: number) => formatNumber(value, language);
  if (status === undefined) {
    return (
      <section aria-labelledby="sandbox" className="panel">
        <h2 id="sandbox">{texts.title}</h2>
        <p>{texts.absent}</p>
      </section>
    );
  }
  const { engine, fences, workers, waiting, paused } = status;
  const missing = fences.filter((fence) => !fence.applied);
  return (
    <section aria-labelledby="sandbox" className="panel" data-testid="sandbox-card">
      <h2 id="sandbox">{texts.title}</h2>
      <p>
        {fill(texts.workers, {
          idle: number(workers.idle),
          busy: number(workers.busy),
          starting: number(workers.starting),
          max: number(workers.max),
        })}{' '}
        {counted(texts.waiting, waiting, language)}{' '}
        <span className={paused.length > 0 ? 'stat__value--warn' : undefined}>
          {counted(texts.paused, paused.length, language)}
        </span>
      </p>
      <p className={missing.length > 0 ? 'stat__value--bad' : undefined} data-testid="sandbox-fences">
        {missing.length > 0 ? counted(texts.missing, missing.length, language) : texts.allRaised}
      </p>
      <ul className="rows">
        {fences.map(({ name, applied, reason }) => (
          <li key={name}>
            <span>{texts.fences[name] ?? <bdi>{name}</bdi>}</span>
            <span className={applied ? 'rows__detail' : 'rows__detail stat__value--bad'}>
              {applied ? texts.raised : texts.notRaised}
            </span>
            {reason !== null && (
              <bdi className="rows__detail" dir="ltr" lang="en">
                {reason}
              </bdi>
            )}
          </li>
        ))}
      </ul>
      <p className="rows__detail">
        {texts.engine} <bdi dir="ltr">{`${engine.name} ${engine.version}`}</bdi>
      </p>
    </section>
  );
}
