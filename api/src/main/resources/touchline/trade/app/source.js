// Sources of the trading page.

import { now } from './api.js';
import { SharedSource } from '../shared/source.js';
import { contact, listen } from './stream.js';

// A trader waits for what an own action has changed, however long the last read took.
const CONNECTION = { contact, listen, now, withoutEvents: 4_000, patience: 0 };

/** As SharedSource, over the trading page's connection. */
export class Source extends SharedSource {
    constructor(load, options) {
        super(CONNECTION, load, options);
    }
}
