/**
 * The certificate that API servers meet at the webhook, and the CA that they check it by: what is
 * kept, and the plan of what is to be written next. Pure: {@code kube} looks and applies.
 */
package dev.rootbridge.serving;
