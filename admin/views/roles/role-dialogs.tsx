'use client';

import { Button } from '@payloadcms/ui';
import { useState } from 'react';
import type { MatrixRole } from '../../../core/identity/index.ts';
import { fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { Modal, ModalActions } from '../../components/modal.tsx';
import { roleName } from './names.ts';
import type { RolesTexts } from './texts.ts';

/** What the page asks at the moment. */
export type Question = { kind: 'new' } | { kind: 'rename' | 'duplicate' | 'delete'; role: MatrixRole };

export type Names = { name: string; nameAr: string };

type RoleDialogsProps = {
  question: Question;
  language: Language;
  texts: RolesTexts;
  busy: boolean;
  problem: string | undefined;
  onNames: (names: Names) => void;
  onDelete: (role: MatrixRole) => void;
  onClose: () => void;
};

/** The questions about one role: its names, or whether to delete it. */
export function RoleDialogs(props: RoleDialogsProps) {
  const { question, texts, language, busy, problem, onDelete, onClose } = props;
  if (question.kind !== 'delete') return <NamesDialog {...props} />;
  const { role } = question;
  const isUsed = role.users > 0;
  return (
    <Modal
      onClose={onClose}
      testId="roles-dialog"
      title={fill(texts.deleteTitle, { role: roleName(role, language) })}
    >
      <p>{isUsed ? texts.deleteUsed : texts.deleteText}</p>
      {problem && <Problem text={problem} />}
      <ModalActions>
        {!isUsed && (
          <Button
            buttonStyle="error"
            disabled={busy}
            extraButtonProps={{ 'data-testid': 'roles-confirm' }}
            onClick={() => onDelete(role)}
          >
            {texts.remove}
          </Button>
        )}
        <Button buttonStyle="secondary" onClick={onClose}>
          {texts.cancel}
        </Button>
      </ModalActions>
    </Modal>
  );
}

function NamesDialog({ question, texts, busy, problem, onNames, onClose }: RoleDialogsProps) {
  const role = question.kind === 'rename' || question.kind === 'duplicate' ? question.role : undefined;
  const isCopy = question.kind === 'duplicate';
  const [names, setNames] = useState<Names>({
    name: role ? (isCopy ? `${role.name} (2)` : role.name) : '',
    nameAr: role?.nameAr ? (isCopy ? `${role.nameAr} (2)` : role.nameAr) : '',
  });
  const title =
    role && isCopy ? fill(texts.copyOf, { role: role.name }) : role ? texts.rename : texts.newRole;
  return (
    <Modal onClose={onClose} testId="roles-dialog" title={title}>
      <form
        className="dft-stack dft-stack--tight"
        onSubmit={(event) => {
          event.preventDefault();
          onNames({ name: names.name.trim(), nameAr: names.nameAr.trim() });
        }}
      >
        {(['name', 'nameAr'] as const).map((field) => (
          <label className="roles__field" key={field}>
            {texts[field]}
            <input
              className="dft-input"
              data-testid={`roles-${field}`}
              dir={field === 'name' ? 'ltr' : 'rtl'}
              maxLength={120}
              onChange={(event) => setNames({ ...names, [field]: event.target.value })}
              required={field === 'name'}
              value={names[field]}
            />
          </label>
        ))}
        {problem && <Problem text={problem} />}
        <ModalActions>
          <Button
            disabled={busy || names.name.trim() === ''}
            extraButtonProps={{ 'data-testid': 'roles-confirm' }}
            type="submit"
          >
            {question.kind === 'rename' ? texts.apply : texts.create}
          </Button>
          <Button buttonStyle="secondary" onClick={onClose}>
            {texts.cancel}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p className="dft-notice dft-notice--error" role="alert">
      {text}
    </p>
  );
}
