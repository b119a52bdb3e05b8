/**
 * Log-in of operators by a provider of OpenID Connect: the authorization code flow with PKCE. A browser is sent to the provider and comes back with a code, which the node exchanges
 * for an ID token. The token's groups decide the role.
 */
@NullMarked
package touchline.api.operator.oidc;

import org.jspecify.annotations.NullMarked;
