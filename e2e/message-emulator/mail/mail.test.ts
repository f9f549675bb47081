import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import type { Outbox } from '../index.ts';
import { addFault, parent, sender, startTestEmulator } from '../test-emulator.ts';

function connectMail(port: number) {
  return createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
}

async function readOutbox(url: string, to?: string): Promise<Outbox> {
  const answer = await fetch(`${url}/outbox.json${to ? `?to=${encodeURIComponent(to)}` : ''}`);
  return (await answer.json()) as Outbox;
}

const letter = {
  from: { name: 'دفتر', address: 'no-reply@daftar.example' },
  to: [{ name: 'سامي الخطيب', address: 'Sami@noor.example' }],
  subject: 'تقرير الحضور الأسبوعي للطالب سامي الخطيب في مدرسة النور الدولية',
};

describe('mail', () => {
  it('should read Arabic headers, both bodies and an attachment', async () => {
    const { url, smtpPort } = await startTestEmulator();
    const text = `مرحبا\n${'سطر طويل جدا '.repeat(30)}\nhttps://daftar.example/reset?a=1&b=2`;
    await connectMail(smtpPort).sendMail({
      ...letter,
      text,
      html: '<p>مرحبا <b>سامي</b></p>',
      attachments: [{ filename: 'تقرير.csv', content: 'a,b\n' }],
    });
    const [mail] = (await readOutbox(url, 'sami@noor.example')).mail;
    expect(mail?.subject).toBe(letter.subject);
    expect(mail?.from).toContain('دفتر');
    expect(mail?.to).toContain('سامي الخطيب');
    expect(mail?.text.trim()).toBe(text.trim());
    expect(mail?.html.trim()).toBe('<p>مرحبا <b>سامي</b></p>');
    expect(mail?.attachments).toEqual([{ filename: 'تقرير.csv', contentType: 'text/csv', size: 4 }]);
    expect(mail?.raw).toContain('Content-Type: multipart/mixed');
    expect((await readOutbox(url, 'nobody@noor.example')).mail).toEqual([]);
  });

  it('should take a signed-in client, Latin text with "=" and a mail of HTML alone', async () => {
    const { url, smtpPort } = await startTestEmulator();
    const auth = { user: 'anybody', pass: 'anything' };
    const transport = createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true, auth });
    const html = '<style>p{}</style><p>1 + 1 = 2 caf\u00e9</p><a href="https://daftar.example/x">Open</a>';
    await transport.sendMail({ ...letter, subject: 'Plain =?= subject', html });
    const [mail] = (await readOutbox(url)).mail;
    expect(mail?.subject).toBe('Plain =?= subject');
    expect(mail?.text).toBe('1 + 1 = 2 caf\u00e9\nOpen https://daftar.example/x');
  });

  it('should refuse and lose mails on demand', async () => {
    const { url, smtpPort } = await startTestEmulator();
    const transport = connectMail(smtpPort);
    await addFault(url, { route: 'SMTP DATA', kind: 'status', status: 500 });
    await expect(transport.sendMail({ ...letter, text: '1' })).rejects.toMatchObject({ responseCode: 451 });
    await addFault(url, { route: 'SMTP DATA', kind: 'status', status: 400 });
    await expect(transport.sendMail({ ...letter, text: '2' })).rejects.toMatchObject({ responseCode: 550 });
    expect((await readOutbox(url)).mail).toEqual([]);
    await addFault(url, { route: 'SMTP DATA', kind: 'lost_reply' });
    await expect(transport.sendMail({ ...letter, text: '3' })).rejects.toThrow();
    expect((await readOutbox(url)).mail.map((mail) => mail.text.trim())).toEqual(['3']);
  });
});

describe('outbox', () => {
  it('should show Arabic right to left, escaped, with a strict policy', async () => {
    const { url, smtpPort, client } = await startTestEmulator();
    const body = 'مرحبا <img src=x onerror=alert(1)> https://daftar.example/a?b=1&c="2"';
    await client.messages.create({ to: parent, from: sender, body });
    await connectMail(smtpPort).sendMail({
      ...letter,
      subject: '<b>x</b>',
      text: '<script>alert(1)</script>',
    });
    const page = await fetch(url);
    const text = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('class="bubble" dir="auto">مرحبا &lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain('href="https://daftar.example/a?b=1&amp;c="');
    expect(text).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(text).not.toMatch(/<img|<script>alert/);
  });

  it('should answer what went to one number, with or without an escaped plus', async () => {
    const { url, client } = await startTestEmulator();
    await client.messages.create({ to: parent, from: sender, body: 'A' });
    await client.messages.create({ to: '+962790000002', from: sender, body: 'B' });
    const { sms, mail } = await readOutbox(url, parent);
    expect(sms).toMatchObject([{ to: parent, body: 'A', segments: 1, encoding: 'GSM-7' }]);
    expect(mail).toEqual([]);
    const plain = (await (await fetch(`${url}/outbox.json?to=${parent}`)).json()) as Outbox;
    expect(plain.sms).toHaveLength(1);
    await fetch(`${url}/_emulator/reset`, { method: 'POST' });
    expect(await readOutbox(url)).toEqual({ sms: [], mail: [] });
    const state = await fetch(`${url}/_emulator/state`);
    expect(await state.json()).toEqual({ counts: { sms: 0, mail: 0 }, faults: [] });
  });
});
