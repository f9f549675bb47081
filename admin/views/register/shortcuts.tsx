'use client';

import type { Language } from '../../../core/kernel/index.ts';
import { type Code, shortcutKeys } from './marks.ts';
import { REGISTER_TEXTS } from './texts.ts';

/** The keys that mark and move, shown where there is a keyboard. */
export function Shortcuts({ codes, language }: { codes: readonly Code[]; language: Language }) {
  const texts = REGISTER_TEXTS[language];
  const keys = [...shortcutKeys(codes)];
  return (
    <p className="register__shortcuts">
      <span className="register__shortcuts-title">{texts.shortcuts}</span>
      <span>
        <kbd className="register__key">↑</kbd> <kbd className="register__key">↓</kbd> {texts.shortcutMove}
      </span>
      {keys.map(([key, code]) => {
        const entry = codes.find((one) => one.code === code);
        return (
          <span key={key}>
            <kbd className="register__key">{key}</kbd> {language === 'ar' ? entry?.titleAr : entry?.title}
          </span>
        );
      })}
      <span>
        <kbd className="register__key">Ctrl</kbd>
        <kbd className="register__key">S</kbd> {texts.shortcutSave}
      </span>
    </p>
  );
}
