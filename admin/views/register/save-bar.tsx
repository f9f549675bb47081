'use client';

import { Button } from '@payloadcms/ui';
import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { type Code, countByCode, type Marks, type Pupil } from './marks.ts';
import { clockTime, REGISTER_TEXTS } from './texts.ts';
import type { SaveState } from './use-register.ts';

type SaveBarProps = {
  pupils: readonly Pupil[];
  marks: Marks;
  codes: readonly Code[];
  language: Language;
  timeZone: string;
  save: SaveState;
  changes: number;
  revision: number;
  canWrite: boolean;
  resolving: boolean;
  blocked: boolean;
  onSave: () => void;
};

/** Always in view: how many pupils carry each code, whether the marks are saved, and the button that saves. */
export function SaveBar(props: SaveBarProps) {
  const { pupils, marks, codes, language, save, canWrite, resolving, blocked, onSave } = props;
  const texts = REGISTER_TEXTS[language];
  const counts = countByCode(pupils, marks);
  const unmarked = counts.get('') ?? 0;
  return (
    <div className="save-bar">
      <ul className="save-bar__counts" data-testid="register-counts">
        {codes.map(({ code, title, titleAr, status }) => (
          <li className={`save-bar__count save-bar__count--${status}`} data-code={code} key={code}>
            <b>{counts.get(code) ?? 0}</b> {language === 'ar' ? titleAr : title}
          </li>
        ))}
        {unmarked > 0 && (
          <li className="save-bar__count save-bar__count--none" data-code="">
            <b>{unmarked}</b> {texts.notMarked}
          </li>
        )}
      </ul>
      <p
        className={`save-bar__status save-bar__status--${save.kind}`}
        data-testid="register-status"
        role="status"
      >
        {statusText(props)}
        {save.kind === 'failed' && save.failure.code === 'auth.required' && (
          <>
            {' '}
            <a href="/admin/login" rel="noreferrer" target="_blank">
              {texts.signIn}
            </a>
          </>
        )}
      </p>
      {canWrite && (
        <Button
          buttonStyle="primary"
          className="save-bar__save"
          disabled={blocked || save.kind === 'saving' || pupils.length === 0}
          extraButtonProps={{ 'data-testid': 'register-save' }}
          margin={false}
          onClick={onSave}
          size="large"
        >
          {save.kind === 'saving' ? texts.saving : resolving ? texts.saveResolved : texts.save}
        </Button>
      )}
    </div>
  );
}

function statusText({ save, changes, revision, canWrite, language, timeZone }: SaveBarProps): string {
  const texts = REGISTER_TEXTS[language];
  if (!canWrite) return texts.readOnly;
  if (save.kind === 'saving') return texts.saving;
  if (save.kind === 'failed') return fill(texts.failed, { message: save.failure.message });
  if (changes > 0) return counted(texts.unsaved, changes, language);
  if (save.kind === 'saved') {
    const text = save.changed === 0 ? texts.savedNothing : texts.savedAt;
    return fill(text, { time: clockTime(save.at, timeZone) });
  }
  return revision === 0 ? texts.neverTaken : texts.untouched;
}
