package dev.valet.action;

import dev.valet.grant.SecretArn;
import java.util.List;

/** How an action is performed. Each has one {@link Performer}. */
public sealed interface Executor {
    /** A request to one host, with a secret that only Valet reads. */
    record Http(HttpTemplate template) implements Executor {}

    /** A signature over a typed document by a key that is used for nothing else. */
    record KmsSign(SignTemplate template) implements Executor {}

    /** One Lambda function of the operator's, with the checked input as its payload. */
    record Lambda(LambdaTarget target) implements Executor {}

    /** The member of an action's document that has it. */
    default String word() {
        return switch (this) {
            case Http _ -> "http";
            case KmsSign _ -> "kmsSign";
            case Lambda _ -> "lambda";
        };
    }

    /** The secrets it opens. They are Valet's own, under a path that nothing leases and only {@code act} reads (S-6). */
    default List<SecretArn> secrets() {
        return switch (this) {
            case Http(var template) -> List.of(template.credential().source());
            case KmsSign _, Lambda _ -> List.of();
        };
    }
}
