package dev.valet.edge;

/**
 * What the request log may say about one reply: an allow-list (threats.md 8.2), closed words and names that Valet checked.
 *
 * @param outcome {@code issued}, {@code denied.<reason>} and the like; changing one breaks alarms
 */
public record Noted(String outcome, String agent, String grant, String lease) {
    /** Something was read, and nothing more is worth a word. */
    public static final Noted READ = of("read");

    public static Noted of(String outcome) {
        return new Noted(outcome, "", "", "");
    }
}
