import type { TimetableChoices } from '../../../core/timetable/index.ts';
import type { Language } from '../../components/language.ts';
import { inLanguage, TIMETABLE_TEXTS } from './texts.ts';
import type { Whose } from './timetable-api.ts';

type Props = {
  choices: TimetableChoices;
  whose: Whose;
  language: Language;
  onChoose: (whose: Whose) => void;
};

/** Chooses the class, teacher or room; kinds of which there are none are not offered. */
export function WhosePicker({ choices, whose, language, onChoose }: Props) {
  const texts = TIMETABLE_TEXTS[language];
  const lists = { class: choices.classes, teacher: choices.teachers, room: choices.rooms };
  const kinds = (['class', 'teacher', 'room'] as const).filter((kind) => lists[kind].length > 0);
  return (
    <div className="dft-row timetable__picker">
      {kinds.length > 1 && (
        <div className="dft-tabs">
          {kinds.map((kind) => (
            <button
              aria-pressed={whose.kind === kind}
              className="dft-tab"
              data-testid={`kind-${kind}`}
              key={kind}
              onClick={() => onChoose({ kind, id: lists[kind][0]?.id ?? '' })}
              type="button"
            >
              {texts.kinds[kind]}
            </button>
          ))}
        </div>
      )}
      <select
        aria-label={texts.kinds[whose.kind]}
        className="dft-input timetable__select"
        data-testid="whose"
        onChange={(event) => onChoose({ kind: whose.kind, id: event.target.value })}
        value={whose.id}
      >
        {lists[whose.kind].map(({ id, title, titleAr }) => (
          <option key={id} value={id}>
            {inLanguage(language, title, titleAr)}
          </option>
        ))}
      </select>
    </div>
  );
}
