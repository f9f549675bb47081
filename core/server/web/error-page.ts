import { type AppError, errorMessage, LANGUAGES, type Language } from '../../kernel/index.ts';

const DIRECTION = { en: 'ltr', ar: 'rtl' } as const;
const TITLE = { en: 'This did not work', ar: 'تعذّر ذلك' } as const;

/** An error as a page for people who came by a link, in both languages: before sign-in nobody has chosen one. */
export function errorPage(error: AppError, language: Language): string {
  const order = [language, ...LANGUAGES.filter((other) => other !== language)];
  const sections = order.map(
    (each) =>
      `<section lang="${each}" dir="${DIRECTION[each]}"><h1>${TITLE[each]}</h1><p>${escapeHtml(errorMessage(error.code, each, error.details))}</p></section>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${DIRECTION[language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Daftar</title>
<style>
body { margin: 0; min-block-size: 100vh; display: grid; place-content: center; gap: 2rem; padding: 2rem; box-sizing: border-box;
  font: 1rem/1.6 system-ui, "Segoe UI", Tahoma, sans-serif; color: #1c2b33; background: #f6f7f5; }
section { max-inline-size: 34rem; padding-inline-start: 1rem; border-inline-start: 4px solid #0d6e6e; }
h1 { margin: 0 0 .25rem; font-size: 1.25rem; } p { margin: 0; }
</style></head>
<body>${sections.join('\n')}</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
