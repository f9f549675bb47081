'use client';

import type { Language } from '../../../core/kernel/index.ts';
import { counted, fill } from '../../components/format.ts';
import { classNames, groupClasses } from './class-names.ts';
import type { RegisterClass } from './marks.ts';
import { REGISTER_TEXTS } from './texts.ts';

type ClassBoardProps = {
  classes: readonly RegisterClass[];
  language: Language;
  onChoose: (entry: RegisterClass) => void;
};

const SHOWN = 48;

/** What the page shows before a class is chosen: every class as a card, and which registers are taken. */
export function ClassBoard({ classes, language, onChoose }: ClassBoardProps) {
  const texts = REGISTER_TEXTS[language];
  if (classes.length === 0) {
    return (
      <div className="register__empty">
        <strong>{texts.noClasses}</strong>
        <p>{texts.noClassesHint}</p>
      </div>
    );
  }
  return (
    <div className="class-board" data-testid="register-board">
      {groupClasses(classes, '', SHOWN).map((group) => (
        <section key={group.kind}>
          <h2 className="class-board__heading">
            {group.kind === 'classroom' ? texts.homerooms : texts.offerings}
            <span className="class-board__count">
              {fill(texts.takenOf, { taken: group.taken, total: group.total })}
            </span>
          </h2>
          <ul className="class-board__cards">
            {group.entries.map((entry) => {
              const names = classNames(entry, language);
              return (
                <li key={entry.id}>
                  <button
                    className={`class-board__card${entry.taken ? ' class-board__card--taken' : ''}`}
                    data-class={entry.id}
                    data-testid="register-class-card"
                    onClick={() => onChoose(entry)}
                    type="button"
                  >
                    <bdi className="class-board__title">{names.title}</bdi>
                    <span className="class-board__detail">
                      {names.detail && <bdi>{names.detail}</bdi>}
                      <span>{counted(texts.pupils, entry.pupils, language)}</span>
                    </span>
                    <span className="class-board__state">
                      {entry.taken ? `✓ ${texts.taken}` : texts.notTaken}
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
          {group.more > 0 && (
            <p className="class-board__more">{fill(texts.moreClasses, { count: group.more })}</p>
          )}
        </section>
      ))}
    </div>
  );
}
