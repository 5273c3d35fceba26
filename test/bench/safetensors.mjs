/** A safetensors file of float32 weights, given as {path: {data, shape}}. */
export function safetensors(weights) {
  const header = {};
  let length = 0;
  for (const [path, { data, shape }] of Object.entries(weights)) {
    header[path] = { dtype: 'F32', shape, data_offsets: [length, length + data.byteLength] };
    length += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + length).fill(0x20, 8, 8 + padded);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(text, 8);
  for (const [path, { data }] of Object.entries(weights)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + padded + header[path].data_offsets[0]);
  }
  return bytes;
}
