package dev.valet.local.aws.wire;

import java.net.URI;

/**
 * The target of a request, word for word. {@link URI} takes what stands behind two slashes for a host and leaves it out of
 * the path, so that another path would be served than the one that arrived (T-03).
 *
 * @param path raw and still encoded; with a slash at its beginning in every request that is not meant for a proxy
 * @param query raw and still encoded, empty when there is none
 */
public record Target(String path, String query) {
    public static Target of(URI uri) {
        var text = uri.toString();
        int mark = text.indexOf('?');
        return mark < 0 ? new Target(text, "") : new Target(text.substring(0, mark), text.substring(mark + 1));
    }
}
