// Sources of the console.

import { now } from './api.js';
import { contact, listen } from './live.js';
import { SharedSource } from '../shared/source.js';

const CONNECTION = { contact, listen, now, withoutEvents: 3_000, patience: 8 };

/** As SharedSource, over the console's connection. */
export class Source extends SharedSource {
    constructor(load, options) {
        super(CONNECTION, load, { gap: 1_500, ...options });
    }
}
