package dev.valet.grant;

/**
 * How often a grant may be used. Zero stands for no limit.
 *
 * @param leasesPerHour in any sixty minutes, counted in slices of five
 * @param concurrent leases that are alive at one time
 */
public record Limits(int leasesPerHour, int concurrent) {
    public static final Limits NONE = new Limits(0, 0);

    public boolean isNone() {
        return leasesPerHour == 0 && concurrent == 0;
    }
}
