/**
 * AWS Signature Version 4, verified by computing it again over what was received.
 *
 * <p>{@link dev.valet.local.aws.signature.SigV4Verifier} serves any service name: the local AWS endpoints use it, and
 * so does a local front door for {@code execute-api}.
 */
@NullMarked
package dev.valet.local.aws.signature;

import org.jspecify.annotations.NullMarked;
