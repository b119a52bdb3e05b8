// The operator's own account: role and second factor.

import { get, session, whoAmI } from '../api.js';
import { html, nothing } from '../../shared/html.js';
import { turnOffSecondFactor, turnOnSecondFactor } from '../operator-commands.js';
import { button, facts, from, head, relative, section } from '../parts.js';
import { Source } from '../source.js';
import { number } from '../words.js';

export function account() {
    const source = new Source(() => get('/v1/ops/session/totp'), { every: 60_000 });
    const after = async () => {
        await whoAmI();
        await source.read();
    };
    return {
        title: 'Your account',
        here: 'account',
        view: () => html`${head(session.user, { sub: `Your role is ${session.role}.` })}
            ${from(source, ({ since, recoveryCodesLeft, available }) => section('Second factor', since === null && available === false
                ? html`<p>You log in by a provider, which asks for a second factor of its own.</p>`
                : since === null
                ? html`<p>Off. An authenticator app on your phone makes a stolen password useless.</p>`
                : facts([['On', relative(since)], ['Recovery codes left', html`<span class="num">${number(recoveryCodesLeft)}</span>`]]), {
                aside: since === null && available === false ? nothing : since === null ? button('Turn on', () => turnOnSecondFactor(after)) : button('Turn off', () => turnOffSecondFactor(after)),
            }))}`,
        stop: () => source.stop(),
    };
}
