import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  crc32c,
  eventFileName,
  eventFileStart,
  maskedCrc32c,
  scalarEvent,
} from '../../src/train/report/tensorboard.ts';

/** What `check_tensorboard.py` read with TensorFlow and found right. */
const CHECKED = new URL('./fixtures/events.out.tfevents.1700000000.host', import.meta.url);

const eventFile = (): Uint8Array =>
  Buffer.concat([
    eventFileStart(1_700_000_000.25),
    scalarEvent(1_700_000_001.5, 0, { 'training/loss': 2.5 }),
    scalarEvent(1_700_000_002.5, 300, { 'training/loss': 0.1, 'validation/größe': -1e-30 }),
    scalarEvent(1_700_000_003.5, 2 ** 40, { rate: Number.NaN, top: Number.POSITIVE_INFINITY }),
    scalarEvent(1_700_000_004.5, 5, {}),
    scalarEvent(1_700_000_005.5, 6, { [`long/${'n'.repeat(300)}`]: 7 }),
  ]);

test('the bytes are those that TensorFlow read', () => {
  expect(Buffer.from(eventFile()).equals(readFileSync(CHECKED))).toBe(true);
});

test('CRC-32C of RFC 3720, appendix B.4, and of "123456789"', () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(maskedCrc32c(new TextEncoder().encode('123456789'))).toBe(
    (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0,
  );
});

test('one record by hand', () => {
  const record = scalarEvent(1, 300, { a: 0.5 });
  expect(Buffer.from(record.subarray(12, -4)).toString('hex')).toBe(
    ['09000000000000f03f', '10ac02', '2a0a', '0a08', '0a0161', '150000003f'].join(''),
  );
  expect(new DataView(record.buffer).getBigUint64(0, true)).toBe(BigInt(record.length - 16));
});

test('names', () => {
  expect(eventFileName(1_700_000_000.9, 'my host/x')).toBe('events.out.tfevents.1700000000.my-host-x');
});

test('a negative step is refused', () => {
  expect(() => scalarEvent(0, -1, {})).toThrow('internal');
});
