import './nav-links.css';
import type { ServerProps } from 'payload';
import { isLanguage } from '../../core/kernel/index.ts';
import { NavLinkList } from './nav-link-list.tsx';
import { groupLinks } from './panel-groups.ts';
import { panelLinks } from './panel-links.ts';
import { placeName } from './school-name.ts';

/** The top of the navigation: whose panel this is, and our own pages by permission. */
export async function NavLinks({ i18n, payload, user }: ServerProps) {
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  const name = placeName(language);
  return (
    <div className="daftar-nav">
      {name && (
        <p className="daftar-nav__school" data-testid="nav-school">
          <bdi>{name}</bdi>
        </p>
      )}
      <NavLinkList
        groups={groupLinks(await panelLinks({ user: user ?? null, payload }, language), language)}
      />
    </div>
  );
}
