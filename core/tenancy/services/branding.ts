import type { TenantInfo } from './scope.ts';
import { hasFeature } from './tenant-profile.ts';

/** How a school shows itself; the product's own look where it may not or did not choose. */
export type Branding = {
  name: string;
  nameAr: string;
  /** `#rrggbb`. */
  colour: string;
  /** White or black, whichever is read better on the colour. */
  onColour: string;
  /** The key of the logo in storage, and its address on the school's own host. */
  logoKey: string | null;
  logoPath: string | null;
  mailFromName: string | null;
  mailReplyTo: string | null;
};

/** The product's colour. White on it has a contrast of 5.6. */
export const PRODUCT_COLOUR = '#14746f';

/**
 * The one source of a school's looks, for pages, mails and papers. Names are free; logo, colour and sender belong to
 * the feature `white_label`, and rest while the plan has it not.
 */
export function brandingOf(tenant: TenantInfo | undefined): Branding {
  const profile = tenant && hasFeature(tenant, 'white_label') ? tenant.profile : undefined;
  const colour = profile?.brandColour && isColour(profile.brandColour) ? profile.brandColour : PRODUCT_COLOUR;
  const logoKey = profile?.logoKey ?? null;
  return {
    name: tenant?.name ?? 'Daftar',
    nameAr: tenant ? (tenant.nameAr ?? tenant.name) : 'دفتر',
    colour,
    onColour: readableOn(colour),
    logoKey,
    logoPath: logoKey === null ? null : `/branding/logo?v=${logoKey.slice(-12)}`,
    mailFromName: profile?.mailFromName ?? null,
    mailReplyTo: profile?.mailReplyTo ?? null,
  };
}

/** True for `#rrggbb` in small or capital letters. */
export function isColour(value: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(value);
}

/** The contrast of two colours from 1 to 21 (WCAG 2.2, 1.4.3: text needs 4.5). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** White or black: the one that stands out more. One of them always reaches 4.58. */
export function readableOn(colour: string): '#ffffff' | '#000000' {
  return contrast(colour, '#ffffff') >= 4.5 || contrast(colour, '#ffffff') >= contrast(colour, '#000000')
    ? '#ffffff'
    : '#000000';
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
