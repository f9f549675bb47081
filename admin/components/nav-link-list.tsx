'use client';

import { Link } from '@payloadcms/ui';
import { usePathname } from 'next/navigation.js';
import type { PanelGroup } from './panel-groups.ts';
import type { PanelLink } from './panel-links.ts';

/** The links of our own pages in their groups, the open one marked as Payload marks its own. */
export function NavLinkList({ groups }: { groups: PanelGroup[] }) {
  const pathname = usePathname();
  const open = openLink(
    pathname,
    groups.flatMap(({ links }) => links),
  );
  return groups.map(({ id, title, links }) => (
    <section className="daftar-nav__group" key={id} {...(title ? { 'aria-labelledby': `nav-${id}` } : {})}>
      {title && (
        <h2 className="daftar-nav__title" id={`nav-${id}`}>
          {title}
        </h2>
      )}
      <ul className="daftar-nav__links">
        {links.map((link) => (
          <NavItem active={link.href === open} key={link.id} link={link} />
        ))}
      </ul>
    </section>
  ));
}

function NavItem({ link: { id, href, label }, active }: { link: PanelLink; active: boolean }) {
  return (
    <li>
      <Link
        aria-current={active ? 'page' : undefined}
        className="nav__link"
        data-testid={`nav-${id}`}
        href={href}
        prefetch={false}
      >
        {active && <span className="nav__link-indicator" />}
        <span className="nav__link-label">{label}</span>
      </Link>
    </li>
  );
}

// Of two links that lead here, the longer one: a page of an add-on lies below the page of add-ons.
function openLink(pathname: string, links: PanelLink[]): string | undefined {
  const leading = links.filter(({ href }) =>
    href === '/admin' ? pathname === href : pathname === href || pathname.startsWith(`${href}/`),
  );
  return leading.toSorted((a, b) => b.href.length - a.href.length)[0]?.href;
}
