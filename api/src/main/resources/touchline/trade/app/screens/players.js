// All players, found by name, team or match.

import { draw } from '../../shared/draw.js';
import { html, nothing } from '../../shared/html.js';
import { icon } from '../icons.js';
import { changeOf, find, players as known } from '../market.js';
import { number } from '../money.js';
import { card, empty, of, playerRow, tabs } from '../parts.js';
import { ask, asked } from '../../shared/route.js';
import { Source } from '../source.js';
import { SteadyOrder } from '../steady.js';

const TYPING = 200;
const MOST = 600;
const SHOWN = 40;
const ORDERS = {
    move: (a, b) => Math.abs(changeOf(b) ?? 0) - Math.abs(changeOf(a) ?? 0),
    price: (a, b) => number(b.price) - number(a.price),
    name: (a, b) => a.name.localeCompare(b.name),
};

export function players() {
    let timer = null;
    let most = SHOWN;
    const steady = new SteadyOrder();
    const read = new Source(async () => (await find({ q: asked('q') }, MOST)).map(one => one.id), { every: 120_000, gap: 300 });
    const search = text => {
        ask('q', text);
        most = SHOWN;
        clearTimeout(timer);
        timer = setTimeout(() => read.read(), TYPING);
    };
    return {
        title: 'Players',
        here: 'players',
        view: () => page(read, steady, search, most, () => { most += SHOWN; draw(); }),
        stop: () => { clearTimeout(timer); read.stop(); },
    };
}

function page(read, steady, search, most, more) {
    const order = asked('sort') in ORDERS ? asked('sort') : 'move';
    const position = asked('position');
    return html`<div class="head"><h1 tabindex="-1">Players</h1>
            <label class="search">${icon('search')}<span class="words-only">Find a player or a team</span><input type="search" placeholder="Player or team" autocomplete="off" maxlength="60" .value=${asked('q')} @input=${event => search(event.target.value)}></label></div>
        ${card('Market', html`<div class="filters">${tabs('Position', [['', 'All'], ['Goalkeeper', 'GK'], ['Defender', 'DF'], ['Midfielder', 'MF'], ['Attacker', 'FW']], position, choice => ask('position', choice))}${tabs('Order', [['move', 'Moves'], ['price', 'Price'], ['name', 'Name']], order, choice => ask('sort', choice === 'move' ? '' : choice))}</div>
        ${of(read, ids => {
            const list = steady.sort(ids.map(id => known.get(id)).filter(one => one !== undefined), ORDERS[order], order).filter(one => position === '' || one.position === position);
            return list.length === 0 ? empty(asked('q') === '' ? 'No players yet. They appear with the first match.' : `Nobody is called “${asked('q')}”.`)
                : html`<div class="rows wide">${list.slice(0, most).map(one => playerRow(one))}</div>${list.length > most ? html`<p class="more"><button class="button" @click=${more}>Show more</button></p>` : nothing}`;
        })}`, { kind: 'plain-head' })}`;
}
