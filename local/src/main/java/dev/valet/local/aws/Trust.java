package dev.valet.local.aws;

import dev.valet.local.aws.policy.Effect;
import dev.valet.local.aws.policy.Policy;
import dev.valet.local.aws.policy.Principals;
import dev.valet.local.aws.policy.Request;
import java.util.Map;

/**
 * The trust policy of a role, with the unique ids of those it named on the day it was written: a role deleted and made
 * anew under the same ARN is somebody else.
 */
record Trust(Policy policy, Map<String, String> uniqueIds) {
    /** How a trust policy speaks of a caller. */
    enum Answer {
        DENIES,
        NAMES_THE_CALLER,
        NAMES_THE_ACCOUNT,
        SILENT
    }

    Answer answer(Request request, Caller caller) {
        if (policy.effect(request, whom -> names(whom, caller) || namesAccount(whom, caller)) == Effect.DENY) {
            return Answer.DENIES;
        }
        if (policy.effect(request, whom -> names(whom, caller)) == Effect.ALLOW) {
            return Answer.NAMES_THE_CALLER;
        }
        return policy.effect(request, whom -> namesAccount(whom, caller)) == Effect.ALLOW
                ? Answer.NAMES_THE_ACCOUNT
                : Answer.SILENT;
    }

    /** Whether a service or an identity provider may start sessions, as Lambda does for a function. */
    boolean allowsRuntimes(Request request) {
        return policy.effect(request, whom -> !whom.runtimes().isEmpty()) == Effect.ALLOW;
    }

    private boolean names(Principals whom, Caller caller) {
        return whom.everyone()
                || (whom.arns().contains(caller.principalArn())
                        && caller.principalId().equals(uniqueIds.get(caller.principalArn())));
    }

    private static boolean namesAccount(Principals whom, Caller caller) {
        return whom.accounts().contains(caller.account());
    }
}
