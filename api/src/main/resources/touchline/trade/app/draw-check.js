// Checks a week's draw by the formula of docs/spinner.md, in the browser.

/** [{words, isTrue}] of a draw as `GET /v1/spinner` answers it. */
export async function check(spin) {
    if (globalThis.crypto?.subtle === undefined) {
        return [{ words: 'This browser computes fingerprints on secure (https) pages only. docs/spinner.md has the check as a script.', isTrue: false }];
    }
    const fingerprint = await sha256(spin.seed);
    const drawn = await sha256([spin.week, spin.seed, spin.candidates.join(',')].join('\n'));
    const index = Number(BigInt(`0x${drawn}`) % BigInt(spin.candidates.length));
    const sorted = [...spin.candidates].sort(byBytes);
    return [
        { words: 'The secret number has the published fingerprint.', isTrue: fingerprint === spin.seedHash },
        { words: 'The fingerprint was published before the week ended.', isTrue: Date.parse(spin.seedHashAt) < Date.parse(spin.to) },
        { words: 'The candidates are in the order that the formula asks for.', isTrue: sorted.every((id, n) => id === spin.candidates[n]) },
        { words: `The formula draws number ${index + 1} of ${spin.candidates.length}: ${spin.winner.name ?? spin.winner.id}.`, isTrue: spin.candidates[index] === spin.winner.id },
    ];
}

async function sha256(text) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function byBytes(a, b) {
    const [left, right] = [a, b].map(text => new TextEncoder().encode(text));
    const n = left.findIndex((byte, at) => byte !== right[at]);
    return n === -1 ? left.length - right.length : left[n] - (right[n] ?? -1);
}
