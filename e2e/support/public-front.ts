import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export type PublicFront = { url: string; close: () => void };

/** The public address of an installation, as a proxy in front of the product is: hands every request on as it came. */
export async function startPublicFront(port: () => number): Promise<PublicFront> {
  const server = createServer((incoming, answer) => {
    const onward = request(
      {
        host: '127.0.0.1',
        port: port(),
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      },
      (reply) => {
        answer.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => void server.close() };
}
