import { html, pageReply, type Reply, rawHtml, type SafeHtml } from '../emulator-kit/index.ts';
import type { Outbox } from './outbox.ts';

const style = `
.tab { position: absolute; opacity: 0; }
nav { display: flex; gap: .4rem; padding: .8rem 1.5rem 0; max-inline-size: 48rem; margin-inline: auto; }
nav label { padding: .35rem .95rem; border: 1px solid var(--line); border-radius: 1.2rem; cursor: pointer; background: var(--card); }
#tab-sms:checked ~ nav [for="tab-sms"], #tab-mail:checked ~ nav [for="tab-mail"] { background: var(--mark); border-color: var(--mark); color: var(--card); }
#tab-sms:focus-visible ~ nav [for="tab-sms"], #tab-mail:focus-visible ~ nav [for="tab-mail"] { outline: 2px solid var(--ink); outline-offset: 2px; }
#tab-sms:checked ~ main #mail, #tab-mail:checked ~ main #sms { display: none; }
main { max-inline-size: 48rem; }
#sms, #mail { display: grid; gap: 1rem; }
.meta { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; color: var(--soft); font-size: .85rem; }
.meta b { color: var(--ink); font-weight: 600; }
.bubble { inline-size: fit-content; max-inline-size: min(30rem, 100%); margin-block-start: .45rem; padding: .6rem .9rem; border-radius: 1.1rem; border-end-start-radius: .3rem; background: color-mix(in srgb, var(--mark) 14%, var(--card)); white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; font-size: 1rem; }
.letter h2 { margin: .45rem 0; font-size: 1.05rem; text-align: start; }
.letter .body { white-space: pre-wrap; overflow-wrap: anywhere; text-align: start; border-block-start: 1px solid var(--line); padding-block-start: .6rem; }
main a { color: var(--mark); }
`;

/** The outbox page: two tabs, newest first. Each body takes its direction from its own first strong letter. */
export function outboxPage(outbox: Outbox): Reply {
  const before = html`<input class="tab" type="radio" name="tab" id="tab-sms" checked>
<input class="tab" type="radio" name="tab" id="tab-mail">
<nav aria-label="Kind of message"><label for="tab-sms">SMS</label><label for="tab-mail">Mail</label></nav>`;
  const live = html`<div id="sms">${outbox.sms.length > 0 ? outbox.sms.map(smsCard) : empty('No text message yet.')}</div>
<div id="mail">${outbox.mail.length > 0 ? outbox.mail.map(mailCard) : empty('No mail yet.')}</div>`;
  return pageReply({
    title: 'Outbox',
    subtitle: 'Text messages and mail that the system sent. Nothing leaves this machine.',
    style,
    before,
    live,
  });
}

function empty(text: string): SafeHtml {
  return html`<section><p class="empty">${text}</p></section>`;
}

function showTime(iso: string): SafeHtml {
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

function smsCard(sms: Outbox['sms'][number]): SafeHtml {
  const parts = sms.segments === 1 ? '1 segment' : `${sms.segments} segments`;
  return html`<section>
<div class="meta"><b dir="ltr">${sms.to}</b><span>from <bdi>${sms.from ?? 'messaging service'}</bdi></span>${showTime(sms.time)}<span>${parts}, ${sms.encoding}</span><span class="tag">${sms.status}</span></div>
<div class="bubble" dir="auto">${linkify(sms.body)}</div>
</section>`;
}

function mailCard(mail: Outbox['mail'][number]): SafeHtml {
  const files = mail.attachments.map(
    (file) => html`<span class="tag"><bdi>${file.filename}</bdi>, ${file.size} bytes</span>`,
  );
  return html`<section class="letter">
<div class="meta"><b dir="auto">${mail.to || mail.envelopeTo.join(', ')}</b><span>from <bdi>${mail.from || mail.envelopeFrom}</bdi></span>${showTime(mail.time)}${files}</div>
<h2 dir="auto">${mail.subject || '(no subject)'}</h2>
<div class="body" dir="auto">${linkify(mail.text)}</div>
</section>`;
}

/** Escapes the text and makes web addresses clickable, so a link in a message can be tried. */
function linkify(text: string): SafeHtml {
  const pieces = text.split(/(https?:\/\/[^\s<>"']+)/g);
  const shown = pieces.map((piece, index) =>
    index % 2 === 1
      ? html`<a href="${piece}" target="_blank" rel="noopener noreferrer">${piece}</a>`
      : html`${piece}`,
  );
  return rawHtml(shown.map((piece) => piece.safe).join(''));
}
