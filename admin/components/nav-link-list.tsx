'use client';

import { Link } from '@payloadcms/ui';
import { usePathname } from 'next/navigation.js';
import type { PanelLink } from './panel-links.ts';

/** The links of our own pages, the open one marked as Payload marks its own. */
export function NavLinkList({ links }: { links: PanelLink[] }) {
  const pathname = usePathname();
  const open = openLink(pathname, links);
  return (
    <ul className="daftar-nav__links">
      {links.map(({ id, href, label }) => {
        const active = href === open;
        return (
          <li key={id}>
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
      })}
    </ul>
  );
}

// Of two links that lead here, the longer one: a page of an add-on lies below the page of add-ons.
function openLink(pathname: string, links: PanelLink[]): string | undefined {
  const leading = links.filter(({ href }) =>
    href === '/admin' ? pathname === href : pathname === href || pathname.startsWith(`${href}/`),
  );
  return leading.toSorted((a, b) => b.href.length - a.href.length)[0]?.href;
}
