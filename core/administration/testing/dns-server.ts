import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

export type TestDns = {
  /** For DNS_SERVER. */
  address: string;
  /** TXT records by name. */
  records: Map<string, string[]>;
  /** While true nothing is answered, as of a name server that is down. */
  silence: (isSilent: boolean) => void;
  close: () => Promise<void>;
};

/** A name server on the loopback address that knows TXT records (RFC 1035): the product asks it over the wire. */
export async function startTestDns(): Promise<TestDns> {
  const records = new Map<string, string[]>();
  let isSilent = false;
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    if (!isSilent) socket.send(answer(query, records), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    records,
    silence: (value) => {
      isSilent = value;
    },
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answer(query: Buffer, records: Map<string, string[]>): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(12, at + 5);
  const texts = records.get(labels.join('.').toLowerCase()) ?? [];
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(texts.length > 0 ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(texts.length, 6);
  header.writeUInt32BE(0, 8);
  const found = texts.map((text) => {
    const data = Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'latin1')]);
    const record = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 1, 0, data.length]);
    return Buffer.concat([record, data]);
  });
  return Buffer.concat([header, question, ...found]);
}
