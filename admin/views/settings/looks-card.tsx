'use client';

import { type FormEvent, useState } from 'react';
import type { SettingsPage } from '../../../core/administration/index.ts';
import type { FeatureLock } from '../../../core/tenancy/index.ts';
import type { Language } from '../../components/language.ts';
import { LockedFeature } from '../../components/locked-feature.tsx';
import type { Send } from './settings-client.tsx';
import type { SettingsTexts } from './texts.ts';

type Props = {
  page: SettingsPage;
  texts: SettingsTexts;
  send: Send;
  locked: boolean;
  language: Language;
  lock: FeatureLock | undefined;
};

/** Names, colour, logo and the sender of mails. */
export function LooksCard({ page, texts, send, locked, language, lock }: Props) {
  const { name: _name, logoPath: _logo, onColour: _on, ...start } = page.looks;
  const [looks, setLooks] = useState(start);
  const own = page.features.whiteLabel;
  const save = (event: FormEvent) => {
    event.preventDefault();
    const free = { nameAr: looks.nameAr ?? '', brandColour: '', mailFromName: '', mailReplyTo: '' };
    void send(
      '/settings/looks',
      own
        ? {
            ...free,
            brandColour: looks.brandColour ?? '',
            mailFromName: looks.mailFromName ?? '',
            mailReplyTo: looks.mailReplyTo ?? '',
          }
        : free,
    );
  };
  const upload = async (file: File | undefined) => {
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    await send('/settings/logo', { data: btoa(text) });
  };
  const field = (key: keyof typeof looks, label: string, free = false) => (
    <label>
      {label}
      <input
        className="dft-input"
        data-testid={`settings-${key}`}
        dir={key === 'nameAr' ? 'rtl' : key === 'mailFromName' ? 'auto' : 'ltr'}
        disabled={locked || !(own || free)}
        onChange={(event) => setLooks({ ...looks, [key]: event.target.value })}
        value={looks[key] ?? ''}
      />
    </label>
  );
  return (
    <form className="dft-card dft-stack" onSubmit={save}>
      <h2>{texts.looks}</h2>
      {lock && <LockedFeature language={language} lock={lock} note={texts.looksPlan} />}
      <div className="schools__form">
        {field('nameAr', texts.nameAr, true)}
        {field('brandColour', texts.colour)}
        {field('mailFromName', texts.fromName)}
        {field('mailReplyTo', texts.replyTo)}
        {own && (
          <label className="settings__wide">
            {texts.logo}
            <input
              accept="image/png,image/jpeg,image/webp"
              data-testid="settings-logo"
              disabled={locked}
              onChange={(event) => void upload(event.target.files?.[0])}
              type="file"
            />
          </label>
        )}
      </div>
      {page.looks.brandColour && own && (
        <p>
          <span
            className="settings__sample"
            style={{ background: page.looks.brandColour, color: page.looks.onColour }}
          >
            {texts.sample}
          </span>
        </p>
      )}
      {page.looks.logoPath && (
        <div className="dft-row">
          {/* biome-ignore lint/performance/noImgElement: one small file of ours that no optimiser may touch */}
          <img alt={texts.looks} className="settings__logo" src={page.looks.logoPath} />
          <button
            className="schools__button"
            disabled={locked}
            onClick={() => void send('/settings/logo/remove', {})}
            type="button"
          >
            {texts.removeLogo}
          </button>
        </div>
      )}
      <div className="dft-row">
        <button
          className="schools__button schools__button--main"
          data-testid="looks-save"
          disabled={locked}
          type="submit"
        >
          {texts.save}
        </button>
      </div>
    </form>
  );
}
