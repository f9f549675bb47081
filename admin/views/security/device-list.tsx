'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import { callApi, problemSentence } from '../../components/call-api.ts';
import { formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { SIGN_IN_TEXTS } from '../sign-in/texts.ts';
import { SECURITY_TEXTS } from './texts.ts';

export type Device = {
  id: string;
  isThis: boolean;
  kind: string;
  name: string;
  address: string | null;
  createdAt: string;
  lastSeenAt: string;
};

type Props = { devices: Device[]; language: Language; timeZone: string; onChange: () => Promise<void> };

/** Where a person is signed in; each place can be signed out, and all at once. */
export function DeviceList({ devices, language, timeZone, onChange }: Props) {
  const texts = SECURITY_TEXTS[language];
  const [problem, setProblem] = useState<string>();
  const end = async (id?: string) => {
    if (id === undefined && !window.confirm(texts.endAllSure)) return;
    try {
      await callApi('/users/account/sessions/end', id === undefined ? {} : { id });
      if (id === undefined) return window.location.assign('/admin/login');
      await onChange();
    } catch (error) {
      setProblem(problemSentence(error, SIGN_IN_TEXTS[language].offline));
    }
  };
  return (
    <section className="dft-card dft-stack dft-stack--tight" data-testid="devices">
      <div className="dft-row dft-row--between">
        <h2>{texts.devices}</h2>
        <Button buttonStyle="secondary" onClick={() => void end()} size="small">
          {texts.endAll}
        </Button>
      </div>
      <p className="dft-muted">{texts.devicesLead}</p>
      {problem && (
        <div className="dft-notice dft-notice--error" role="alert">
          {problem}
        </div>
      )}
      <ul className="security__devices">
        {devices.map((device) => (
          <li className="dft-row dft-row--between" key={device.id}>
            <div>
              <strong>
                <bdi>{device.name}</bdi>
              </strong>{' '}
              {device.isThis && <span className="dft-badge dft-badge--good">{texts.thisDevice}</span>}
              {device.kind === 'sso' && <span className="dft-badge">{texts.sso}</span>}
              <p className="dft-muted">
                <Phrase
                  text={texts.since}
                  values={{ moment: <Moment at={device.createdAt} timeZone={timeZone} /> }}
                />
                {' · '}
                <Phrase
                  text={texts.seen}
                  values={{ moment: <Moment at={device.lastSeenAt} timeZone={timeZone} /> }}
                />
                {device.address && (
                  <>
                    {' · '}
                    <Phrase text={texts.from} values={{ address: device.address }} />
                  </>
                )}
              </p>
            </div>
            {!device.isThis && (
              <Button buttonStyle="secondary" onClick={() => void end(device.id)} size="small">
                {texts.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Moment({ at, timeZone }: { at: string; timeZone: string }) {
  return <span className="dft-number">{formatMoment(at, timeZone)}</span>;
}
