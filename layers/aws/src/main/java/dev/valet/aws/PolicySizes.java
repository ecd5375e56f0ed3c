package dev.valet.aws;

import dev.valet.grant.GrantId;

/** Hears of grants whose session policies and tags nearly fill what STS packs them into (S-4). */
@FunctionalInterface
public interface PolicySizes {
    /** From this percentage on it is worth an alarm: at 100 the grant stops working. */
    int NEARLY_FULL = 80;

    void nearlyFull(GrantId grant, int percent);
}
