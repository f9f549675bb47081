'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { AddOn } from '../../../marketplace/index.ts';
import { ApiProblem, callApi, problemSentence } from '../../components/call-api.ts';
import { formatCount, formatMoment, type Language } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import { type SaveProblem, type Settings, SettingsForm } from '../../components/settings-form.tsx';
import { AddOnFacts, AddOnState } from './add-on-card.tsx';
import { CapCard } from './cap-card.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { CertificateList, LeaveCard } from './leave-card.tsx';
import { LifeCard } from './life-card.tsx';
import { LIFE_TEXTS } from './life-texts.ts';
import { PermissionList } from './permission-list.tsx';
import { RecentCalls } from './recent-calls.tsx';
import { SmsPreview } from './sms-preview.tsx';
import type { AddOnTexts } from './texts.ts';

type Props = {
  addOn: AddOn;
  canWrite: boolean;
  language: Language;
  school: Record<Language, string>;
  texts: AddOnTexts;
  timeZone: string;
  onChange: (addOns: AddOn[]) => void;
};

/** One add-on: what it is, what it may do, its switch and settings, and what it did. */
export function AddOnDetail({ addOn, canWrite, language, school, texts, timeZone, onChange }: Props) {
  const { manifest, install, pluginId } = addOn;
  const lifeTexts = { ...LIFE_TEXTS[language], cancel: texts.cancel, offline: texts.offline };
  const isLeaving = install?.state === 'uninstalling';
  const [isAsking, setAsking] = useState(false);
  const [isSwitching, setSwitching] = useState(false);
  const [problem, setProblem] = useState<string>();

  const send = async (path: string, body: object) =>
    onChange((await callApi<{ addOns: AddOn[] }>(`/add-ons/${path}`, { pluginId, ...body })).addOns);

  const act = async (path: string, body: object) => {
    setSwitching(true);
    setProblem(undefined);
    await send(path, body).catch((error: unknown) => setProblem(problemSentence(error, texts.offline)));
    setSwitching(false);
  };

  const save = async (settings: Settings): Promise<SaveProblem | undefined> => {
    try {
      await send('settings', { settings });
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'plugin.settings_invalid')
        return { message: problemSentence(error, texts.offline) };
      const { field, reason } = error.details;
      return { field: String(field), message: texts.refused.replace('{reason}', String(reason)) };
    }
  };

  return (
    <article className="dft-stack" data-plugin={pluginId}>
      <section className="dft-card dft-stack dft-stack--tight">
        <div className="dft-row dft-row--between">
          <h2>{manifest.name[language]}</h2>
          <AddOnState addOn={addOn} texts={texts} />
        </div>
        <p>{manifest.description[language]}</p>
        <AddOnFacts addOn={addOn} texts={texts} />
        {install && (
          <p className="dft-muted">
            {texts.since} <bdi>{formatMoment(install.since, timeZone)}</bdi>
            {' · '}
            <Phrase
              text={texts.last30}
              values={{ ok: formatCount(addOn.calls.ok), failed: formatCount(addOn.calls.failed) }}
            />
          </p>
        )}
        {install?.state === 'suspended' && (
          <div className="dft-notice dft-notice--error" data-testid="addon-suspended">
            <span>
              <Phrase
                text={lifeTexts.suspendedFor[install.suspendedFor ?? ''] ?? texts.suspended}
                values={{ reason: install.note ?? '' }}
              />
            </span>
            {install.suspendedFor === 'fault' && canWrite && (
              <div className="dft-row">
                <Button
                  buttonStyle="secondary"
                  disabled={isSwitching}
                  extraButtonProps={{ 'data-testid': 'addon-resume' }}
                  onClick={() => void act('resume', {})}
                >
                  {lifeTexts.resume}
                </Button>
              </div>
            )}
          </div>
        )}
        {!install && canWrite && (
          <div className="dft-row">
            <Button
              extraButtonProps={{ 'data-testid': 'addon-install' }}
              onClick={() => setAsking(true)}
              size="large"
            >
              {texts.install}
            </Button>
          </div>
        )}
        {install && canWrite && install.state !== 'suspended' && !isLeaving && (
          <div className="dft-row">
            <button
              aria-checked={install.state === 'enabled'}
              className="add-ons__switch"
              data-testid="addon-enable"
              disabled={isSwitching}
              onClick={() => void act('switch', { on: install.state !== 'enabled' })}
              role="switch"
              type="button"
            >
              <span aria-hidden="true" className="add-ons__knob" />
              {texts.enable}
            </button>
            <span className="dft-muted">{texts.enableHelp}</span>
          </div>
        )}
        {problem !== undefined && (
          <p className="dft-notice dft-notice--error" role="alert">
            {problem}
          </p>
        )}
      </section>
      <section className="dft-card">
        <PermissionList {...{ language, manifest, texts }} />
      </section>
      {install && !isLeaving && (
        <LifeCard texts={lifeTexts} {...{ addOn, install, canWrite, language, timeZone, send }} />
      )}
      {install && !isLeaving && (
        <section className="dft-card dft-stack dft-stack--tight">
          <h2>{texts.settings}</h2>
          {Object.keys(manifest.settings.properties).length === 0 ? (
            <p className="dft-muted">{texts.noSettings}</p>
          ) : (
            <SettingsForm
              belowField={(name, values) =>
                manifest.meters.some((meter) => meter.name === 'sms_parts') && (
                  <SmsPreview {...{ language, manifest, name, school, texts, values }} />
                )
              }
              onSave={save}
              readOnly={!canWrite}
              schema={manifest.settings}
              secretsSet={install.secretsSet}
              submitTestId="addon-settings-save"
              values={install.settings}
              words={texts}
              {...{ language }}
            />
          )}
        </section>
      )}
      {install && !isLeaving && install.caps.length > 0 && (
        <CapCard caps={install.caps} offline={texts.offline} {...{ canWrite, language, send }} />
      )}
      {install && <RecentCalls installId={install.id} {...{ language, manifest, texts, timeZone }} />}
      {canWrite && (
        <LeaveCard name={manifest.name[language]} texts={lifeTexts} {...{ addOn, timeZone, send }} />
      )}
      <CertificateList texts={lifeTexts} {...{ addOn, timeZone }} />
      {isAsking && (
        <ConsentDialog
          onAccept={() => send('install', { consent: addOn.consent })}
          onClose={() => setAsking(false)}
          {...{ language, manifest, texts }}
        />
      )}
    </article>
  );
}
