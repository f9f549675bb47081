import type { Language } from '../../../core/kernel/index.ts';
import type { PartnerFailure, PartnerFigures, PartnerPlugin } from '../../../marketplace/index.ts';
import { BarChart } from '../../components/bar-chart.tsx';
import { fill } from '../../components/format.ts';
import { formatCount, formatMoment } from '../../components/language.ts';
import { PLUGIN_WORDS } from '../../components/plugin-words.ts';
import { StatCard } from './stat-card.tsx';
import { DASHBOARD_TEXTS } from './texts.ts';

type Props = { figures: PartnerFigures | undefined; language: Language };

/** The start page of partners: how each add-on of their publisher fares. Undefined for an account without a publisher. */
export function PartnerPage({ figures, language }: Props) {
  const texts = DASHBOARD_TEXTS[language];
  if (figures === undefined)
    return (
      <p className="panel" data-testid="partner-unlinked">
        {texts.partnerUnlinked}
      </p>
    );
  return (
    <>
      <p>
        {texts.publisher}: <bdi>{figures.publisher}</bdi> · {texts.partnerPrivacy}
      </p>
      {figures.plugins.length === 0 && <p>{texts.partnerEmpty}</p>}
      {figures.plugins.map((plugin) => (
        <PluginPanel key={plugin.id} language={language} plugin={plugin} />
      ))}
      {figures.failures.length > 0 && <Failures failures={figures.failures} language={language} />}
    </>
  );
}

function PluginPanel({ plugin, language }: { plugin: PartnerPlugin; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  const most = Math.max(0, ...plugin.perDay.map(({ calls }) => calls));
  const time = (value: number | null) => (value === null ? '–' : formatCount(value));
  const inMilliseconds = (name: string) => texts.inMilliseconds.replace('{name}', name);
  const stats: [string, string, string][] = [
    ['installs', texts.partnerInstalls, formatCount(plugin.installs)],
    ['calls', texts.partnerCalls, formatCount(plugin.calls)],
    ['failed', texts.partnerFailed, formatCount(plugin.failed)],
    ['p50', inMilliseconds('p50'), time(plugin.p50)],
    ['p95', inMilliseconds('p95'), time(plugin.p95)],
    ['cpu', inMilliseconds(texts.partnerCpu), time(plugin.cpuMs)],
  ];
  return (
    <section className="panel partner" data-plugin={plugin.id} data-testid="partner-entry">
      <h2>{language === 'ar' ? plugin.nameAr : plugin.name}</h2>
      <p className="rows__detail">
        <bdi>{plugin.id}</bdi> · {texts.version} <bdi>{plugin.version}</bdi>
        {!plugin.listed && ` · ${texts.unlisted}`}
      </p>
      <ul className="stats">
        {stats.map(([id, label, value]) => (
          <StatCard id={`${plugin.id}-${id}`} key={id} label={label} value={value} />
        ))}
      </ul>
      <h3>{texts.partnerPerDay}</h3>
      <BarChart
        bars={plugin.perDay.map(({ day, calls }) => ({ label: day, value: calls }))}
        title={fill(texts.partnerChart, {
          from: plugin.perDay[0]?.day ?? '',
          to: plugin.perDay.at(-1)?.day ?? '',
          most: formatCount(most),
        })}
      />
      <div className="partner__tables">
        <Counts
          heads={[texts.version, texts.partnerInstalls, texts.partnerCalls, texts.partnerFailed]}
          rows={plugin.versions.map((row) => [row.version, row.installs, row.calls, row.failed])}
        />
        <Counts
          heads={[texts.partnerCode, texts.partnerCalls]}
          rows={plugin.codes.map(({ code, calls }) => [PLUGIN_WORDS[language].codes[code] ?? code, calls])}
        />
      </div>
    </section>
  );
}

function Counts({ heads, rows }: { heads: string[]; rows: [string, ...number[]][] }) {
  return (
    <table className="partner__table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...numbers]) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            {numbers.map((number, index) => (
              <td key={heads[index + 1]}>
                <bdi>{formatCount(number)}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Failures({ failures, language }: { failures: PartnerFailure[]; language: Language }) {
  const texts = DASHBOARD_TEXTS[language];
  const { codes, entryKinds } = PLUGIN_WORDS[language];
  return (
    <section className="panel partner" data-testid="partner-failures">
      <h2>{texts.partnerFailures}</h2>
      <p className="rows__detail">{texts.partnerFakes}</p>
      <ul className="partner__failures">
        {failures.map((failure) => (
          <li key={failure.id}>
            <bdi>{formatMoment(failure.at, 'UTC')}</bdi> <bdi>{failure.plugin}</bdi>{' '}
            <bdi>{failure.version}</bdi>{' '}
            <span className="rows__detail">
              {entryKinds[failure.entry.kind]} <bdi>{failure.entry.name}</bdi>
            </span>{' '}
            <strong>{codes[failure.code] ?? <bdi>{failure.code}</bdi>}</strong>{' '}
            <a download={`replay-${failure.id}.json`} href={`/api/partner/replay?call=${failure.id}`}>
              {texts.partnerReplay}
            </a>
            {failure.message && (
              <div className="rows__detail">
                <bdi>{failure.message}</bdi>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
