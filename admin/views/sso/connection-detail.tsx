'use client';

import { Button } from '@payloadcms/ui';
import { useEffect, useState } from 'react';
import type { ConnectionView, SsoOverview, TestResult } from '../../../core/identity/index.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { AddressList } from './address-list.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { StateBadges } from './state-badges.tsx';
import { TestOutcome } from './test-outcome.tsx';
import { SSO_TEXTS } from './texts.ts';

type Props = {
  connection: ConnectionView;
  overview: SsoOverview;
  canWrite: boolean;
  language: Language;
  timeZone: string;
  ticket: string | undefined;
  onChange: (overview: SsoOverview) => void;
  onRemoved: () => void;
};

/** One connection: what to tell the provider, the set-up, a test with its result, and the switches. */
export function ConnectionDetail(props: Props) {
  const { connection, overview, canWrite, language, timeZone, ticket, onChange, onRemoved } = props;
  const texts = SSO_TEXTS[language];
  const [result, setResult] = useState<TestResult>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (ticket === undefined) return;
    // The ticket works once: a reload asks for a new test instead of showing an error.
    window.history.replaceState(null, '', `/admin/sso?connection=${encodeURIComponent(connection.code)}`);
    callApi<TestResult>('/sso/test-result', { ticket }).then(setResult, (error: unknown) =>
      setProblem(problemSentence(error, texts.offline)),
    );
  }, [ticket, connection.code, texts.offline]);

  const act = async (path: string, body: Record<string, unknown>, done: (answer: SsoOverview) => void) => {
    setProblem(undefined);
    try {
      done(await callApi<SsoOverview>(path, { code: connection.code, ...body }));
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    }
  };
  const turn = (enabled: boolean, enforced: boolean) => act('/sso/switch', { enabled, enforced }, onChange);
  const test = () =>
    act('/sso/test', {}, (answer) =>
      window.location.assign((answer as unknown as { address: string }).address),
    );

  return (
    <>
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>
          <bdi>{connection.name}</bdi>
        </h2>
        <StateBadges connection={connection} texts={texts} />
        <h3>{texts.tell}</h3>
        <AddressList connection={connection} texts={texts} />
      </section>
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" data-testid="sso-problem" role="alert">
          {problem}
        </p>
      )}
      <section className="dft-card dft-stack dft-stack--tight">
        <h2>{texts.testTitle}</h2>
        <p className="dft-muted">{texts.testLead}</p>
        {connection.testedAt !== null && (
          <p>
            {texts.testedAt} <bdi>{formatMoment(connection.testedAt, timeZone)}</bdi>
          </p>
        )}
        {canWrite && (
          <div className="dft-row">
            <Button
              extraButtonProps={{ 'data-testid': 'sso-test' }}
              onClick={() => void test()}
              size="medium"
            >
              {texts.test}
            </Button>
          </div>
        )}
        {result && <TestOutcome language={language} overview={overview} result={result} />}
      </section>
      {canWrite && (
        <section className="dft-card dft-stack dft-stack--tight">
          <h2>{texts.switches}</h2>
          <label className="dft-check">
            <input
              checked={connection.enabled}
              data-testid="sso-enabled"
              onChange={(event) => void turn(event.target.checked, connection.enforced)}
              type="checkbox"
            />
            <span>
              {texts.enable}
              <small className="dft-muted sso__hint">{texts.enableHint}</small>
            </span>
          </label>
          <label className="dft-check">
            <input
              checked={connection.enforced}
              data-testid="sso-enforced"
              disabled={!connection.enabled}
              onChange={(event) => void turn(connection.enabled, event.target.checked)}
              type="checkbox"
            />
            <span>
              {texts.enforce}
              <small className="dft-muted sso__hint">{texts.enforceHint}</small>
            </span>
          </label>
          {!overview.emergencyAccount && (
            <p className="dft-notice dft-notice--warning">{texts.noEmergency}</p>
          )}
        </section>
      )}
      {canWrite && (
        <section className="dft-card dft-stack">
          <h2>{texts.setup}</h2>
          <ConnectionForm connection={connection} onSaved={onChange} {...{ language, overview }} />
          <div className="dft-row">
            <Button
              buttonStyle="secondary"
              onClick={() => {
                if (window.confirm(texts.removeSure))
                  void act('/sso/remove', {}, (next) => {
                    onChange(next);
                    onRemoved();
                  });
              }}
              size="small"
            >
              {texts.remove}
            </Button>
          </div>
        </section>
      )}
    </>
  );
}
