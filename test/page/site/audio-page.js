import { modelNode } from './audio.js';
import { BLOCK, BLOCKS, signal } from './cases.js';

const length = BLOCK * BLOCKS;
const context = new OfflineAudioContext(1, length, 44_100);
const node = await modelNode(context, 'filter.rnnc');
node.onprocessorerror = ({ message }) => reportError(new Error(`the processor failed: ${message}`));
const source = new AudioBufferSourceNode(context, { buffer: new AudioBuffer({ length, sampleRate: 44_100 }) });
source.buffer.copyToChannel(signal(), 0);
source.connect(node).connect(context.destination);
source.start();
const rendered = (await context.startRendering()).getChannelData(0);
document.querySelector('output').value = JSON.stringify({
  isolated: crossOriginIsolated,
  bits: [...new Uint32Array(rendered.buffer, rendered.byteOffset, length)],
});
