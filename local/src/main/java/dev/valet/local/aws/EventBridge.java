package dev.valet.local.aws;

import dev.valet.local.aws.policy.Context;
import dev.valet.local.aws.wire.Answer;
import dev.valet.local.aws.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** EventBridge: events are put on a bus, and stay there to be read. */
final class EventBridge implements Api {
    static final String SERVICE = "events";
    private static final Set<String> KNOWN = Set.of("Source", "DetailType", "Detail", "EventBusName", "Time");
    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 256 * 1024;
    private static final int TIME_BYTES = 14;

    private final EventBuses buses;
    private final Access access;

    EventBridge(EventBuses buses, Access access) {
        this.buses = buses;
        this.access = access;
    }

    @Override
    public Answer answer(Call call) {
        JsonCall json = JsonCall.of(call, SERVICE, "AWSEvents");
        return Answer.json(
                200,
                switch (json.action()) {
                    case "PutEvents" -> put(json.only("Entries"));
                    default -> throw json.unknown();
                });
    }

    private Map<String, Object> put(JsonCall json) {
        List<Map<String, Object>> entries = entries(json);
        int bytes = entries.stream().mapToInt(EventBridge::size).sum();
        if (bytes > MOST_BYTES) {
            throw new AwsError(
                    400, "ValidationException", "Total size of the entries in the request is over the limit.");
        }
        // One that is not allowed refuses them all; what AWS then does with the others is not documented.
        List<String> arns =
                entries.stream().map(entry -> permitted(json.call(), entry)).toList();
        var results = new ArrayList<Map<String, Object>>();
        int failed = 0;
        for (int i = 0; i < entries.size(); i++) {
            Optional<Map<String, Object>> fault = fault(entries.get(i));
            failed += fault.isPresent() ? 1 : 0;
            results.add(fault.isPresent() ? fault.get() : put(arns.get(i), entries.get(i)));
        }
        return Map.of("FailedEntryCount", failed, "Entries", results);
    }

    private static List<Map<String, Object>> entries(JsonCall json) {
        var entries = new ArrayList<Map<String, Object>>();
        if (json.members().get("Entries") instanceof List<?> list) {
            list.forEach(each -> entries.add(Json.object(each == null ? "" : each, "Entries")));
        }
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw new AwsError(
                    400,
                    "ValidationException",
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have"
                            + " length between 1 and " + MOST_ENTRIES);
        }
        for (var entry : entries) {
            entry.keySet().stream()
                    .filter(name -> !KNOWN.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw AwsError.absent("member " + name + " in an entry of events:PutEvents");
                    });
        }
        return entries;
    }

    /** As EventBridge counts: the time, and the bytes of source, type and detail. */
    private static int size(Map<String, Object> entry) {
        int texts = Stream.of("Source", "DetailType", "Detail")
                .mapToInt(name -> text(entry, name).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return texts + (entry.containsKey("Time") ? TIME_BYTES : 0);
    }

    private static String text(Map<String, Object> entry, String name) {
        return Optional.ofNullable(entry.get(name))
                .map(value -> Json.text(value, name))
                .orElse("");
    }

    /** The bus that an entry may be put on. AWS takes what is for no bus and forgets it; here that is said. */
    private String permitted(Call call, Map<String, Object> entry) {
        String account = call.caller().account();
        String name = text(entry, "EventBusName");
        String arn = buses.find(name.isEmpty() ? "default" : name, account, call.region())
                .orElseThrow(() -> AwsError.absent("event bus " + (name.isEmpty() ? "default" : name)));
        var context = new Context()
                .put("events:source", present(entry, "Source"))
                .put("events:detail-type", present(entry, "DetailType"));
        access.require(call, "events:PutEvents", arn, Arns.account(arn), context);
        return arn;
    }

    private static @Nullable String present(Map<String, Object> entry, String name) {
        String value = text(entry, name);
        return value.isEmpty() ? null : value;
    }

    private static Optional<Map<String, Object>> fault(Map<String, Object> entry) {
        for (var name : List.of("Source", "DetailType", "Detail")) {
            if (text(entry, name).isEmpty()) {
                return Optional.of(
                        Map.of("ErrorCode", "InvalidArgument", "ErrorMessage", "Parameter " + name + " is not valid."));
            }
        }
        if (text(entry, "Source").startsWith("aws.")) {
            return Optional.of(Map.of(
                    "ErrorCode", "NotAuthorizedForSourceException", "ErrorMessage", "Not authorized for the source."));
        }
        try {
            Json.read(text(entry, "Detail"));
            return Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.of(Map.of("ErrorCode", "MalformedDetail", "ErrorMessage", "Detail is malformed."));
        }
    }

    private Map<String, Object> put(String arn, Map<String, Object> entry) {
        String id = Ids.uuid();
        buses.put(arn, new Event(id, text(entry, "Source"), text(entry, "DetailType"), text(entry, "Detail")));
        return Map.of("EventId", id);
    }
}
