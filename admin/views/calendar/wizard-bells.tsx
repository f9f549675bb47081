import type { TemplateSchedule } from '../../../core/timetable/index.ts';
import { formatDate } from '../../components/format.ts';
import type { Language } from '../../components/language.ts';
import { CALENDAR_TEXTS } from './texts.ts';
import { shiftTo, type WizardState } from './wizard-state.ts';

type Props = { state: WizardState; language: Language; change: (part: Partial<WizardState>) => void };

/** The second step: when lessons begin and end on ordinary days and in Ramadan. */
export function BellsStep({ state, language, change }: Props) {
  const texts = CALENDAR_TEXTS[language];
  const { template } = state;
  if (!template) return null;
  const set = (part: Partial<typeof template>) => change({ template: { ...template, ...part } });
  return (
    <>
      <label className="calendar-wizard__time">
        {texts.begins}
        <input
          className="dft-input"
          data-testid="wizard-begins"
          onChange={(event) => set({ ordinary: shiftTo(template.ordinary, event.target.value) })}
          required
          type="time"
          value={template.ordinary.periods[0]?.starts ?? ''}
        />
      </label>
      <Periods language={language} onChange={(ordinary) => set({ ordinary })} schedule={template.ordinary} />
      {template.ramadanSpan && (
        <>
          <label className="dft-check">
            <input
              checked={state.withRamadan}
              data-testid="wizard-ramadan"
              onChange={(event) => change({ withRamadan: event.target.checked })}
              type="checkbox"
            />
            <span>
              {texts.ramadan}:{' '}
              {formatDate(template.ramadanSpan.startDate, language, { day: 'numeric', month: 'long' })} –{' '}
              {formatDate(template.ramadanSpan.endDate, language, { day: 'numeric', month: 'long' })}
            </span>
          </label>
          <label className="calendar-wizard__time">
            {texts.moon}
            <select
              className="dft-input"
              data-testid="wizard-moon"
              onChange={(event) => change({ moonOffset: Number(event.target.value) })}
              value={state.moonOffset}
            >
              <option value={-1}>{texts.moonEarlier}</option>
              <option value={0}>{texts.moonSame}</option>
              <option value={1}>{texts.moonLater}</option>
            </select>
            <span className="dft-muted">{texts.moonHint}</span>
          </label>
          {state.withRamadan && (
            <>
              <label className="calendar-wizard__time">
                {texts.ramadanBegins}
                <input
                  className="dft-input"
                  onChange={(event) => set({ ramadan: shiftTo(template.ramadan, event.target.value) })}
                  required
                  type="time"
                  value={template.ramadan.periods[0]?.starts ?? ''}
                />
              </label>
              <Periods
                language={language}
                onChange={(ramadan) => set({ ramadan })}
                schedule={template.ramadan}
              />
            </>
          )}
        </>
      )}
    </>
  );
}

type PeriodsProps = {
  schedule: TemplateSchedule;
  language: Language;
  onChange: (schedule: TemplateSchedule) => void;
};

function Periods({ schedule, language, onChange }: PeriodsProps) {
  const texts = CALENDAR_TEXTS[language];
  const set = (index: number, part: { starts?: string; ends?: string }) =>
    onChange({
      ...schedule,
      periods: schedule.periods.map((period, place) => (place === index ? { ...period, ...part } : period)),
    });
  return (
    <div className="dft-table-wrap">
      <table className="dft-table calendar-wizard__periods">
        <thead>
          <tr>
            <th scope="col">{texts.period}</th>
            <th scope="col">{texts.starts}</th>
            <th scope="col">{texts.ends}</th>
          </tr>
        </thead>
        <tbody>
          {schedule.periods.map((period, index) => {
            const name = language === 'ar' ? period.titleAr : period.title;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a period is its place in the day.
              <tr key={index}>
                <th className={period.isBreak ? 'dft-muted' : ''} scope="row">
                  {name}
                </th>
                <td>
                  <input
                    aria-label={`${name}: ${texts.starts}`}
                    className="dft-input"
                    onChange={(event) => set(index, { starts: event.target.value })}
                    required
                    type="time"
                    value={period.starts}
                  />
                </td>
                <td>
                  <input
                    aria-label={`${name}: ${texts.ends}`}
                    className="dft-input"
                    min={period.starts}
                    onChange={(event) => set(index, { ends: event.target.value })}
                    required
                    type="time"
                    value={period.ends}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
