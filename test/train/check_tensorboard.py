"""Reads the event file of tensorboard.test.ts with TensorFlow's own reader (2.21) and compares every field.

    python test/train/check_tensorboard.py test/train/fixtures/events.out.tfevents.1700000000.host

The reader checks both checksums of every record.
"""

import math
import sys

import numpy as np
import tensorflow as tf

EXPECTED = [
    (1700000001.5, 0, {"training/loss": 2.5}),
    (1700000002.5, 300, {"training/loss": 0.1, "validation/größe": -1e-30}),
    (1700000003.5, 2**40, {"rate": math.nan, "top": math.inf}),
    (1700000004.5, 5, {}),
    (1700000005.5, 6, {"long/" + "n" * 300: 7.0}),
]

start, *events = tf.compat.v1.train.summary_iterator(sys.argv[1])
assert (start.wall_time, start.file_version) == (1700000000.25, "brain.Event:2"), start
assert len(events) == len(EXPECTED), len(events)
for event, (wall_time, step, scalars) in zip(events, EXPECTED):
    assert (event.wall_time, event.step) == (wall_time, step), event
    found = {value.tag: value.simple_value for value in event.summary.value}
    assert list(found) == list(scalars), event
    for tag, value in scalars.items():
        np.testing.assert_array_equal(np.float32(found[tag]), np.float32(value))
print(f"{len(events)} events as expected")
