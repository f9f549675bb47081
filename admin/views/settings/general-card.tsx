'use client';

import { type FormEvent, useState } from 'react';
import type { SettingsPage } from '../../../core/administration/index.ts';
import type { Send } from './settings-client.tsx';
import type { SettingsTexts } from './texts.ts';

type Props = {
  page: SettingsPage;
  texts: SettingsTexts;
  zones: { code: string; name: string }[];
  send: Send;
  locked: boolean;
};
type Settings = SettingsPage['settings'];

/** Language, calendar, numbers and access. */
export function GeneralCard({ page, texts, zones, send, locked }: Props) {
  const [settings, setSettings] = useState<Settings>(page.settings);
  const set = <Key extends keyof Settings>(key: Key, value: Settings[Key]) =>
    setSettings({ ...settings, [key]: value });
  const save = (event: FormEvent) => {
    event.preventDefault();
    void send('/settings/save', settings);
  };
  const choice = <Key extends keyof Settings>(
    key: Key,
    label: string,
    options: readonly (readonly [Settings[Key] & (string | number), string])[],
  ) => (
    <label>
      {label}
      <select
        className="dft-input"
        data-testid={`settings-${key}`}
        disabled={locked}
        onChange={(event) => {
          const chosen = options.find(([value]) => String(value) === event.target.value);
          if (chosen) set(key, chosen[0]);
        }}
        value={String(settings[key])}
      >
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form className="dft-card dft-stack" onSubmit={save}>
      <h2>{texts.calendar}</h2>
      <div className="schools__form">
        {choice('locale', texts.locale, [
          ['ar', 'العربية'],
          ['en', 'English'],
        ])}
        {choice(
          'timeZone',
          texts.zone,
          zones.map(({ code, name }) => [code, name] as const),
        )}
        {choice('currency', texts.currency, [
          ['QAR', 'QAR'],
          ['USD', 'USD'],
        ])}
        {choice('firstWeekday', texts.firstWeekday, [
          [0, texts.days[0] ?? ''],
          [1, texts.days[1] ?? ''],
          [6, texts.days[6] ?? ''],
        ])}
        {choice('calendarDisplay', texts.calendarDisplay, [
          ['gregorian', texts.gregorian],
          ['gregorian_hijri', texts.both],
        ])}
        {choice('digits', texts.digits, [
          ['latn', '0123456789'],
          ['arab', '٠١٢٣٤٥٦٧٨٩'],
        ])}
        <fieldset className="settings__days settings__wide" disabled={locked}>
          <legend>{texts.weekend}</legend>
          {texts.days.map((name, day) => (
            <label className="dft-check" key={name}>
              <input
                checked={settings.weekendDays.includes(day)}
                onChange={(event) =>
                  set(
                    'weekendDays',
                    event.target.checked
                      ? [...settings.weekendDays, day]
                      : settings.weekendDays.filter((other) => other !== day),
                  )
                }
                type="checkbox"
              />
              {name}
            </label>
          ))}
        </fieldset>
      </div>
      <h2>{texts.access}</h2>
      <div className="schools__form">
        {choice('requireSecondFactor', texts.factor, [
          ['optional', texts.optional],
          ['staff', texts.staff],
          ['everybody', texts.everybody],
        ])}
        <label className="settings__wide">
          {texts.networks}
          <textarea
            className="dft-input"
            dir="ltr"
            disabled={locked}
            maxLength={2000}
            onChange={(event) => set('adminIpAllowList', event.target.value)}
            rows={3}
            value={settings.adminIpAllowList}
          />
        </label>
      </div>
      <div className="dft-row">
        <button
          className="schools__button schools__button--main"
          data-testid="settings-save"
          disabled={locked}
          type="submit"
        >
          {texts.save}
        </button>
      </div>
    </form>
  );
}
