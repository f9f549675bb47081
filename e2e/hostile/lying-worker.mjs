// A worker as an escaped plugin would have it: it takes a call and says whatever it was told to say.
import net from 'node:net';

const [text, times] = process.argv.slice(2);
const socket = new net.Socket({ fd: 3, readable: true, writable: true });
let heard = '';

socket.on('data', (chunk) => {
  heard += chunk;
  if (!heard.includes('\n')) return;
  const { callId } = JSON.parse(heard.slice(0, heard.indexOf('\n')));
  heard = '';
  socket.write(text.replaceAll('CALL', callId).repeat(Number(times)));
  if (text !== '' && !text.endsWith('\n')) socket.write('\n');
});
socket.on('close', () => process.exit(0));
socket.on('error', () => process.exit(0));
socket.write('{"t":"ready"}\n');
