import { formatMoney } from '../../components/format-money.ts';
import { formatMoment } from '../../components/language.ts';
import type { GroupProps } from './group-client.tsx';
import { GROUP_TEXTS } from './texts.ts';

/** The schools of a group with what each has and pays. */
export function MemberTable({ group, plans, language }: GroupProps) {
  const texts = GROUP_TEXTS[language];
  const money = (cents: number) => formatMoney(cents, language);
  return (
    <div className="dft-card dft-table-wrap">
      <table className="dft-table dft-table--stack" data-testid="members">
        <thead>
          <tr>
            {[texts.school, texts.plan, texts.state, texts.payer].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th className="dft-number" scope="col">
              {texts.discount}
            </th>
            <th className="dft-number" scope="col">
              {texts.fee}
            </th>
            <th className="dft-number" scope="col">
              {texts.mrr}
            </th>
            <th scope="col">{texts.renews}</th>
          </tr>
        </thead>
        <tbody>
          {group.members.map((member) => (
            <tr key={member.id}>
              <th scope="row">
                <a href={`/admin/schools/${member.id}`}>
                  <bdi>{language === 'ar' ? (member.nameAr ?? member.name) : member.name}</bdi>
                </a>
              </th>
              <td data-label={texts.plan}>
                {member.plan
                  ? `${plans[member.plan] ?? member.plan}${texts.comma} ${texts.cycles[member.cycle ?? 'monthly']}`
                  : '–'}
              </td>
              <td data-label={texts.state}>{texts.states[member.status ?? 'none']}</td>
              <td data-label={texts.payer}>{texts.payers[member.payer]}</td>
              <td className="dft-number" data-label={texts.discount}>
                <bdi>{member.percent}%</bdi>
              </td>
              <td className="dft-number" data-label={texts.fee}>
                {money(member.feeCents)}
              </td>
              <td className="dft-number" data-label={texts.mrr}>
                {money(member.mrrCents)}
              </td>
              <td data-label={texts.renews}>
                <bdi>{member.renewsAt ? formatMoment(member.renewsAt, 'UTC').slice(0, 10) : '–'}</bdi>{' '}
                {member.isEnding && <span className="dft-badge dft-badge--warning">{texts.ends}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
