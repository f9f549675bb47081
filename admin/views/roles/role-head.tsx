'use client';

import { reaches } from '../../../core/identity/browser.ts';
import type { Matrix, MatrixRole } from '../../../core/identity/index.ts';
import { counted, fill } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { roleName } from './names.ts';
import type { RolesTexts } from './texts.ts';

export type RoleHeadActions = {
  onScope: (role: MatrixRole, rowScope: MatrixRole['rowScope']) => void;
  onRename: (role: MatrixRole) => void;
  onDuplicate: (role: MatrixRole) => void;
  onDelete: (role: MatrixRole) => void;
};

type RoleHeadProps = RoleHeadActions & {
  /** As it would be after saving. */
  role: MatrixRole;
  stored: MatrixRole;
  matrix: Matrix;
  language: Language;
  texts: RolesTexts;
  hidden: boolean;
};

const SCOPES = ['school', 'own_classes', 'own_children', 'self'] as const;

/** The head of a column: name, how many hold the role, how far it reaches, and what can be done with it. */
export function RoleHead(props: RoleHeadProps) {
  const { role, stored, matrix, language, texts, hidden, onScope, onRename, onDuplicate, onDelete } = props;
  const name = roleName(role, language);
  const { canWrite, rowScope: own } = matrix.own;
  const holds = stored.permissions.every((code) => matrix.own.codes.includes(code));
  const isChanged = roleName(stored, language) !== name || stored.rowScope !== role.rowScope;
  return (
    <th
      className={`roles__head${hidden ? ' roles__other' : ''}`}
      data-role={role.code}
      data-role-id={role.id}
      scope="col"
    >
      <strong className={isChanged ? 'roles__changed' : undefined}>
        <bdi>{name}</bdi>
      </strong>
      <span className="roles__users">
        {role.users === 0 ? texts.nobody : counted(texts.users, role.users, language)}
      </span>
      <label className="roles__scope">
        <span className="dft-hidden">{`${texts.reaches} · ${name}`}</span>
        <select
          className="dft-input"
          data-testid={`roles-scope-${role.code}`}
          disabled={!canWrite || !reaches(own, stored.rowScope)}
          onChange={(event) => onScope(stored, event.target.value as MatrixRole['rowScope'])}
          value={role.rowScope}
        >
          {SCOPES.map((scope) => (
            <option disabled={!reaches(own, scope)} key={scope} value={scope}>
              {texts.scopes[scope]}
            </option>
          ))}
        </select>
      </label>
      {canWrite && (
        <fieldset className="roles__actions">
          <legend className="dft-hidden">{fill(texts.actions, { role: name })}</legend>
          <button data-testid={`roles-rename-${role.code}`} onClick={() => onRename(stored)} type="button">
            {texts.rename}
          </button>
          <button
            data-testid={`roles-duplicate-${role.code}`}
            disabled={!holds || !reaches(own, stored.rowScope)}
            onClick={() => onDuplicate(stored)}
            type="button"
          >
            {texts.duplicate}
          </button>
          <button
            data-testid={`roles-delete-${role.code}`}
            disabled={!holds}
            onClick={() => onDelete(stored)}
            type="button"
          >
            {texts.remove}
          </button>
        </fieldset>
      )}
    </th>
  );
}
