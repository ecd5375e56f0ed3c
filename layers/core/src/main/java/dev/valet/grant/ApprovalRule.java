package dev.valet.grant;

import java.time.Duration;

/**
 * When people must say yes before anything is given.
 *
 * @param approvers how many different people; 0 when nobody is asked
 * @param validFor how long a request can be decided, and then used
 */
public record ApprovalRule(int approvers, Duration validFor) {
    public static final ApprovalRule NONE = new ApprovalRule(0, Duration.ZERO);

    /** One person, within the hour. */
    public static final ApprovalRule REQUIRED = new ApprovalRule(1, Duration.ofHours(1));

    public static final int MOST_APPROVERS = 5;

    public static final Duration LONGEST = Duration.ofDays(1);

    public boolean isNone() {
        return approvers == 0;
    }

    /** Both at once: as many people as the stricter wants, and no longer than the shorter allows. */
    public ApprovalRule and(ApprovalRule other) {
        if (isNone() || other.isNone()) {
            return isNone() ? other : this;
        }
        return new ApprovalRule(
                Math.max(approvers, other.approvers),
                validFor.compareTo(other.validFor) < 0 ? validFor : other.validFor);
    }
}
