/**
 * A small model of how IAM decides: exact where it answers, and refusing by name where it would have to guess.
 *
 * <p>Everything that cannot be evaluated is refused when the policy is stored or passed, so a statement is never
 * skipped in silence. The table of what is evaluated stands in {@code dev.valet.local.aws}.
 */
@NullMarked
package dev.valet.local.aws.policy;

import org.jspecify.annotations.NullMarked;
