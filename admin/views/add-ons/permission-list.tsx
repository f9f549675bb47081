'use client';

import type { PluginManifest } from '../../../plugins/sdk/index.ts';
import type { Language } from '../../components/language.ts';
import type { AddOnTexts } from './texts.ts';

type Props = { manifest: PluginManifest; language: Language; texts: AddOnTexts };

/** Everything that needs consent, in plain words: what it may do and read, why, what it bills by, where it talks to. */
export function PermissionList({ manifest, language, texts }: Props) {
  const separator = language === 'ar' ? '، ' : ', ';
  return (
    <div className="dft-stack">
      <div className="dft-stack dft-stack--tight">
        <h3>{texts.permissions}</h3>
        <ul className="add-ons__list">
          {manifest.permissions.map(({ capability, fields, purpose }) => (
            <li key={capability}>
              <strong>{texts.capabilities[capability] ?? <bdi>{capability}</bdi>}</strong>
              {fields && (
                <p>
                  {texts.reads}{' '}
                  {fields.map((field) => texts.fields[field] ?? `\u2068${field}\u2069`).join(separator)}
                </p>
              )}
              <p className="dft-muted">
                {texts.why} {purpose[language]}
              </p>
            </li>
          ))}
        </ul>
      </div>
      <div className="add-ons__columns">
        <Group empty={null} title={texts.runs}>
          {manifest.events.map(({ name }) => (
            <li key={name}>{texts.events[name] ?? <bdi>{name}</bdi>}</li>
          ))}
        </Group>
        <Group empty={texts.billedNone} title={texts.billed}>
          {manifest.meters.map((meter) => (
            <li key={meter.name}>{meter.title[language]}</li>
          ))}
        </Group>
        <Group empty={texts.talksNone} title={texts.talks}>
          {manifest.egress.map(({ host, purpose }) => (
            <li key={host}>
              <code dir="ltr">{host}</code>
              <p className="dft-muted">
                {texts.why} {purpose[language]}
              </p>
            </li>
          ))}
        </Group>
      </div>
    </div>
  );
}

function Group({
  title,
  empty,
  children,
}: {
  title: string;
  empty: string | null;
  children: React.ReactNode[];
}) {
  if (children.length === 0 && empty === null) return null;
  return (
    <div className="dft-stack dft-stack--tight">
      <h3>{title}</h3>
      {children.length === 0 ? (
        <p className="dft-muted">{empty}</p>
      ) : (
        <ul className="add-ons__list">{children}</ul>
      )}
    </div>
  );
}
