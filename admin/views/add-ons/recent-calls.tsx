'use client';

import { Button } from '@payloadcms/ui';
import { useCallback, useEffect, useState } from 'react';
import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { CallFigures } from './call-figures.tsx';
import type { AddOnTexts } from './texts.ts';

type Access = { capability: string; dataClass: string; fields: string[]; count: number; purpose: string };
type Call = {
  id: string;
  createdAt: string;
  entry: string;
  code: string;
  message: string | null;
  wallMs: number;
  accesses: Access[] | null;
};

type Props = {
  installId: string;
  manifest: PluginManifest;
  language: Language;
  texts: AddOnTexts;
  timeZone: string;
};

/** The receipts of an add-on: when it ran, how it went, and the personal data it read with the reason. */
export function RecentCalls({ installId, manifest, language, texts, timeZone }: Props) {
  const [calls, setCalls] = useState<Call[]>();
  const [problem, setProblem] = useState<string>();

  const [round, setRound] = useState(0);

  const load = useCallback(() => {
    setProblem(undefined);
    setRound((before) => before + 1);
    callApi<{ docs: Call[] }>(
      `/plugin-calls?limit=20&depth=0&sort=-createdAt&where[install][equals]=${encodeURIComponent(installId)}`,
    )
      .then(({ docs }) => setCalls(docs))
      .catch((error: unknown) => setProblem(problemSentence(error, texts.offline)));
  }, [installId, texts]);
  useEffect(load, [load]);

  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="addon-calls">
      <div className="dft-row dft-row--between">
        <h2>{texts.activity}</h2>
        <Button buttonStyle="secondary" onClick={load} size="small">
          {texts.reload}
        </Button>
      </div>
      <p className="dft-muted">
        {texts.activityLead}{' '}
        <a href={`/admin/data-access?plugin=${encodeURIComponent(manifest.id)}`}>{texts.figures.log}</a>
      </p>
      <CallFigures key={round} {...{ installId, texts, timeZone }} />
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {calls?.length === 0 && <p>{texts.noCalls}</p>}
      {calls && calls.length > 0 && (
        <table className="dft-table dft-table--stack">
          <thead>
            <tr>
              <th scope="col">{texts.at}</th>
              <th scope="col">{texts.result}</th>
              <th scope="col">{texts.took}</th>
              <th scope="col">{texts.read}</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call) => (
              <tr data-code={call.code} key={call.id}>
                <td className="add-ons__when">
                  <bdi>{formatMoment(call.createdAt, timeZone, true)}</bdi>
                  <div className="dft-muted">{texts.events[call.entry] ?? <bdi>{call.entry}</bdi>}</div>
                  <a href={`/admin/data-access?receipt=${call.id}`}>{texts.figures.receipt}</a>
                </td>
                <td>
                  <span className={`dft-badge dft-badge--${call.code === 'ok' ? 'good' : 'error'}`}>
                    {texts.codes[call.code] ?? <bdi>{call.code}</bdi>}
                  </span>
                  {call.message && (
                    <div className="dft-muted dft-break">
                      <bdi>{call.message}</bdi>
                    </div>
                  )}
                </td>
                <td className="add-ons__when" data-label={texts.took}>
                  <Phrase text={texts.milliseconds} values={{ count: formatCount(call.wallMs) }} />
                </td>
                <td>
                  <Accesses accesses={call.accesses ?? []} {...{ language, manifest, texts }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type AccessesProps = { accesses: Access[]; manifest: PluginManifest; language: Language; texts: AddOnTexts };

function Accesses({ accesses, manifest, language, texts }: AccessesProps) {
  if (accesses.length === 0) return <span className="dft-muted">{texts.readNothing}</span>;
  const separator = language === 'ar' ? '، ' : ', ';
  return (
    <ul className="add-ons__list add-ons__list--tight">
      {accesses.map(({ capability, dataClass, fields, count, purpose }, index) => {
        // A receipt keeps the English purpose; the manifest has the same one in both languages.
        const declared = manifest.permissions.find((permission) => permission.capability === capability);
        const why = declared?.purpose.en === purpose ? declared.purpose[language] : purpose;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a receipt never changes, and it may read the same twice
          <li key={index}>
            <details>
              <summary>
                <Phrase
                  text={texts.records}
                  values={{ class: texts.dataClasses[dataClass] ?? dataClass, count: formatCount(count) }}
                />
              </summary>
              <p>
                {texts.reads}{' '}
                {fields.map((field) => texts.fields[field] ?? `\u2068${field}\u2069`).join(separator)}
              </p>
              <p className="dft-muted" dir="auto">
                {texts.why} {why}
              </p>
            </details>
          </li>
        );
      })}
    </ul>
  );
}
