package dev.valet.admin;

import dev.valet.Json;
import dev.valet.Names;
import dev.valet.Reason;
import dev.valet.edge.Call;
import dev.valet.edge.HttpReply;
import dev.valet.edge.Replies;
import dev.valet.registry.Configuration;
import dev.valet.registry.Document;
import java.util.ArrayList;
import java.util.List;

/** What is configured, as it is stored. */
final class ReadRoutes {
    /** Lambda answers with 6 MB at most, and every character may have to be escaped. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private final Configuration configuration;

    ReadRoutes(Configuration configuration) {
        this.configuration = configuration;
    }

    /** In order of their ids; {@code ?after=<id>} goes on where {@code next} says that there is more. */
    HttpReply list(String name, Document.Kind kind, Call call) {
        var after = call.query().getOrDefault("after", "");
        var found = configuration.read().documents().stream()
                .filter(stored -> stored.document().kind() == kind
                        && stored.document().id().compareTo(after) > 0)
                .toList();
        var page = new ArrayList<Json>();
        int characters = 0;
        for (var stored : found) {
            var written = AdminReplies.write(stored);
            characters += written.text().length();
            if (characters > MOST_CHARACTERS && !page.isEmpty()) {
                return page(name, page, found);
            }
            page.add(written);
        }
        return page(name, page, found);
    }

    private static HttpReply page(String name, List<Json> page, List<Configuration.Stored> found) {
        var listing = Json.object().with(name, new Json.Arr(page));
        if (page.size() < found.size()) {
            listing.with("next", found.get(page.size() - 1).document().id());
        }
        return Replies.read(listing.build());
    }

    HttpReply find(Document.Kind kind, Call call) {
        var id = Names.check(call.path().getOrDefault("id", ""));
        return configuration
                .find(kind, id)
                .map(stored -> Replies.read(AdminReplies.write(stored)))
                .orElseGet(() -> Replies.refused(Reason.NOT_FOUND, call));
    }
}
