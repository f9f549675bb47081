'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { SupportGrant } from '../../../core/identity/browser.ts';
import { callApi, problemSentence } from '../../components/call-api.ts';
import type { Language } from '../../components/language.ts';
import { GrantCard } from './grant-card.tsx';
import { SUPPORT_TEXTS } from './texts.ts';
import './support.css';

type Policy = 'required' | 'notify';
type SupportSchoolProps = {
  language: Language;
  zone: string;
  grants: SupportGrant[];
  policy: Policy;
  canDecide: boolean;
  canReadTrail: boolean;
};

/** The school's side: its rule, who asks, yes, no, and the end. */
export function SupportSchool(props: SupportSchoolProps) {
  const { language, zone, canDecide, canReadTrail } = props;
  const texts = SUPPORT_TEXTS[language];
  const [grants, setGrants] = useState(props.grants);
  const [policy, setPolicy] = useState(props.policy);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const act = async (path: string, body: unknown) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await callApi(path, body);
    } catch (error) {
      setProblem(problemSentence(error, texts.offline));
    }
    const now = await callApi<{ grants: SupportGrant[]; policy: Policy }>('/support/grants').catch(
      () => undefined,
    );
    if (now) {
      setGrants(now.grants);
      setPolicy(now.policy);
    }
    setBusy(false);
  };
  const decide = (id: string, decision: 'approve' | 'refuse', mayWrite = false) =>
    void act('/support/decide', { id, decision, mayWrite });

  return (
    <div className="dft-stack">
      {problem !== undefined && (
        <p className="dft-notice dft-notice--error" role="alert">
          {problem}
        </p>
      )}
      {grants.length === 0 && <p className="dft-card">{texts.none}</p>}
      {grants.map((grant) => (
        <GrantCard grant={grant} key={grant.id} texts={texts} title={grant.staffName} zone={zone}>
          {canDecide && grant.status === 'requested' && (
            <>
              {grant.writeAsked && (
                <Button
                  buttonStyle="secondary"
                  disabled={isBusy}
                  onClick={() => decide(grant.id, 'approve', true)}
                >
                  {texts.approveWrite}
                </Button>
              )}
              <Button disabled={isBusy} onClick={() => decide(grant.id, 'approve')}>
                {grant.writeAsked ? texts.approveRead : texts.approve}
              </Button>
              <Button buttonStyle="secondary" disabled={isBusy} onClick={() => decide(grant.id, 'refuse')}>
                {texts.refuse}
              </Button>
            </>
          )}
          {canDecide && grant.status === 'approved' && (
            <Button disabled={isBusy} onClick={() => void act('/support/end', { id: grant.id })}>
              {texts.end}
            </Button>
          )}
          {canReadTrail && grant.startedAt && <a href="/admin/audit">{texts.trail}</a>}
        </GrantCard>
      ))}
      <fieldset
        className="dft-card dft-stack dft-stack--tight support__policy"
        disabled={!canDecide || isBusy}
      >
        <legend>{texts.policy}</legend>
        {(['required', 'notify'] as const).map((value) => (
          <label className="dft-check" key={value}>
            <input
              checked={policy === value}
              name="support-policy"
              onChange={() => void act('/support/policy', { policy: value })}
              type="radio"
            />
            <span>{texts[value]}</span>
          </label>
        ))}
        <p className="dft-muted">{texts.policyNote}</p>
      </fieldset>
    </div>
  );
}
