import { BASE_DOMAIN, type HttpAnswer, httpClient } from '../support/index.ts';

/** A browser without a window: follows links and posts forms, keeps the cookies of each host for itself. */
export type Walker = {
  /** One request; redirects are not followed. */
  ask: (
    address: string,
    form?: Record<string, string>,
  ) => Promise<HttpAnswer & { url: string; next?: string }>;
  /** Follows redirects until a page, at most 12. */
  go: (address: string, form?: Record<string, string>) => Promise<HttpAnswer & { url: string }>;
  cookie: (host: string, name: string) => string | undefined;
  forget: (host: string) => void;
};

/** A new browser that finds the schools of the test system at `port` and everybody else where they say. */
export function newWalker(port: number): Walker {
  const jars = new Map<string, Map<string, string>>();
  const ask: Walker['ask'] = async (address, form) => {
    const url = new URL(address);
    const isOurs = url.hostname.endsWith(`.${BASE_DOMAIN}`);
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const client = httpClient(isOurs ? port : Number(url.port), url.host);
    const answer = await client.send(form ? 'POST' : 'GET', `${url.pathname}${url.search}`, {
      headers: {
        ...(jar.size > 0 ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { raw: Buffer.from(new URLSearchParams(form).toString()) } : {}),
    });
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    const { location } = answer.headers;
    return {
      ...answer,
      url: url.href,
      ...(typeof location === 'string' ? { next: new URL(location, url).href } : {}),
    };
  };
  return {
    ask,
    go: async (address, form) => {
      let answer = await ask(address, form);
      for (let hop = 0; answer.next !== undefined && hop < 12; hop += 1) {
        if (new URL(answer.next).pathname.startsWith('/admin')) return { ...answer, url: answer.next };
        answer = await ask(answer.next);
      }
      return answer;
    },
    cookie: (host, name) => jars.get(host)?.get(name),
    forget: (host) => void jars.delete(host),
  };
}

/** The fields of the first form of a page, and where it goes. */
export function formIn(page: { text: string; url: string }): {
  action: string;
  fields: Record<string, string>;
} {
  const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const fields = Object.fromEntries(
    [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name ?? '',
      plain(value ?? ''),
    ]),
  );
  return { action: new URL(plain(action), page.url).href, fields };
}

const plain = (text: string) =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
