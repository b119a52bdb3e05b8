// Buys a share, opens a position with a stop-loss five percent below the price, and closes it. Arguments: the API, a token, and a player if not any.

import { Touchline, TouchlineProblem, type Fields } from './touchline.js';

declare const process: { argv: string[] };

const [, , api, token, wanted] = process.argv;
const market = new Touchline(api ?? 'http://localhost:8080', token ?? '');

const player: Fields = wanted === undefined
    ? (await market.get('/v1/instruments?limit=1'))['items'][0]
    : await market.get(`/v1/instruments/${wanted}`);
console.log(`${player['name']} costs ${player['price']}`);

/** Five percent less, counted in ten-thousandths. */
function stopBelow(price: string): string {
    const lower = String(BigInt(price.replace('.', '')) * 95n / 100n).padStart(5, '0');
    return `${lower.slice(0, -4)}.${lower.slice(-4)}`;
}

const stop = new AbortController();
let bought: Promise<void> | undefined;
for await (const { event, data } of market.listen([player['id']], stop.signal)) {
    console.log(event, JSON.stringify(data));
    if (event === 'connected' && bought === undefined) {
        bought = market.place('/v1/orders', { instrumentId: player['id'], side: 'BUY', quantity: 1 })
            .then(order => console.log(`Order ${order['id']}: ${order['state']}`));
    }
    if (event === 'wallet') {
        break;
    }
}
stop.abort();
await bought;

const level = stopBelow(player['price']);
const position = await market.place('/v1/positions', {
    instrumentId: player['id'], direction: 'LONG', quantity: 1, leverage: 2, stopLoss: level,
});
const path = `/v1/positions/${position['id']}`;
console.log(`Position ${position['id']} with a stop-loss at ${level}`);
try {
    await market.send('POST', `${path}/close`);
    while ((await market.get(path))['closedAt'] === null) {
        await new Promise(resolve => setTimeout(resolve, 250)); // in a live match the close waits
    }
} catch (failure) {
    if (!(failure instanceof TouchlineProblem) || failure.type !== 'position-closed') {
        throw failure;
    }
}
console.log(`Closed with ${(await market.get(path))['realisedPnl']}`);
