import type { GroupMember } from '../../../core/billing/index.ts';
import { formatNumber } from '../../components/format.ts';
import { formatMoment } from '../../components/language.ts';
import { Phrase } from '../../components/phrase.tsx';
import type { GroupProps } from './group-client.tsx';
import { GROUP_TEXTS, type GroupTexts } from './texts.ts';

/** Whether the group has earned its discount, and what happens at whose next renewal (C6, C18). */
export function GroupDiscount({ group, language }: GroupProps) {
  const texts = GROUP_TEXTS[language];
  const { rule, paying, members } = group;
  const moving = members.filter(({ percent, nextPercent, isEnding }) => percent !== nextPercent && !isEnding);
  if (!rule) return <p className="dft-card">{texts.noRule}</p>;
  const isEarned = paying >= rule.fromSchools;
  return (
    <section
      className={`dft-notice dft-notice--${isEarned ? 'good' : 'warning'}`}
      data-earned={isEarned}
      data-testid="group-discount"
    >
      <strong>
        <Phrase
          text={isEarned ? texts.earned : texts.notEarned}
          values={{
            percent: rule.percent,
            paying: formatNumber(paying, language),
            from: formatNumber(rule.fromSchools, language),
          }}
        />
      </strong>
      {moving.length === 0 && <p>{texts.settled}</p>}
      {moving.map((member) => (
        <p key={member.id}>
          <Phrase
            text={texts[moveOf(member)]}
            values={{
              school: language === 'ar' ? (member.nameAr ?? member.name) : member.name,
              before: member.percent,
              percent: member.nextPercent,
              when: member.renewsAt ? `${formatMoment(member.renewsAt, 'UTC')} UTC` : '–',
            }}
          />
        </p>
      ))}
    </section>
  );
}

function moveOf({ percent, nextPercent }: GroupMember): keyof Pick<GroupTexts, 'gains' | 'loses' | 'moves'> {
  if (percent === '0') return 'gains';
  return nextPercent === '0' ? 'loses' : 'moves';
}
