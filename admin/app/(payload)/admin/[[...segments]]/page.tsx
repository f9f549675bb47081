import config from '@payload-config';
import { generatePageMetadata, RootPage } from '@payloadcms/next/views';
import type { Metadata } from 'next';
import { headers } from 'next/headers.js';
import { requestLanguage } from '../../../../../core/kernel/index.ts';
import { pageTitle } from '../../../../views/page-titles.ts';
import { importMap } from '../importMap.js';

type Args = {
  params: Promise<{ segments: string[] }>;
  searchParams: Promise<{ [key: string]: string | string[] }>;
};

export const generateMetadata = async ({ params, searchParams }: Args): Promise<Metadata> => {
  const metadata = await generatePageMetadata({ config, params, searchParams });
  const { segments } = await params;
  const sent = await headers();
  const language = requestLanguage({
    cookie: sent.get('cookie'),
    acceptLanguage: sent.get('accept-language'),
  });
  const title = pageTitle(segments?.[0], language);
  return title === undefined ? metadata : { ...metadata, title: `${title} · Daftar` };
};

export default function Page({ params, searchParams }: Args) {
  return RootPage({ config, importMap, params, searchParams });
}
